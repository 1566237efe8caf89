import { toMaxRetries, toTimeout, type CallSettings } from '../call/call-settings.ts'
import { checkOptions } from '../core/check-options.ts'
import type { Backend } from '../core/backend.ts'
import type { Clock } from '../core/clock.ts'
import type { Component } from '../core/component.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { Requirement, RequirementLike } from '../core/requirement.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { toRequirement } from '../core/to-requirement.ts'
import { repairTemplate } from '../sampling/repair-template.ts'
import type { SamplingJob } from '../sampling/sampling-job.ts'
import { singleAttempt } from '../sampling/single-attempt.ts'
import type { CheckedCallOptions } from './call-options.ts'
import type { SessionDefaults } from './session-options.ts'

/** A session's side of a call. */
export interface SessionSide {
  readonly backend: Backend
  readonly defaults: SessionDefaults<object>
  /** Of the session and its views, the weakest first. */
  readonly optionLayers: OptionLayers
  readonly clock: Clock
  readonly random: () => number
}

/** A call, but for what is known only when it runs. */
export type PreparedCall<T> = Omit<SamplingJob<T>, 'context' | 'ledger' | 'signal' | 'production'>

/** Puts a call together from its own options and the session's. @throws OptionError for options that cannot mean anything. */
export function prepareCall<T>(
  side: SessionSide,
  action: Component<T>,
  options: CheckedCallOptions<object, T>,
): PreparedCall<T> {
  const { defaults } = side
  for (const layer of [...side.optionLayers, options.modelOptions]) if (layer) checkOptions(layer)
  const stream = options.stream ?? defaults.stream
  return {
    action,
    backend: side.backend,
    requirements: requirementsOf(options.requirements),
    strategy: strategyOf(options.strategy === undefined ? defaults.strategy : options.strategy),
    optionLayers: [...side.optionLayers, options.modelOptions, ...(stream === undefined ? [] : [{ stream }])],
    settings: settingsOf(side, options),
    onFailure: options.onFailure ?? defaults.onFailure ?? 'throw',
    validateAll: options.validateAll ?? defaults.validateAll,
    release: options.release ?? defaults.release,
  }
}

export function requirementsOf<T>(
  likes: readonly RequirementLike<T>[] | undefined,
): readonly Requirement<T>[] {
  return (likes ?? []).map((like) => toRequirement(like))
}

export function settingsOf(side: SessionSide, options: CheckedCallOptions<object, never>): CallSettings {
  const { defaults, clock, random } = side
  return {
    clock,
    random,
    maxRetries: toMaxRetries(options.maxRetries ?? defaults.maxRetries),
    timeout: toTimeout(options.timeout ?? defaults.timeout),
    middleware: defaults.middleware ?? [],
  }
}

function strategyOf<T>(strategy: SamplingStrategy<T> | null | undefined): SamplingStrategy<T> {
  if (strategy === null) return singleAttempt
  return strategy ?? repairTemplate()
}
