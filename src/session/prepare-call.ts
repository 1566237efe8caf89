import { mergedTimeout, toMaxRetries, toTimeout, type CallSettings } from '../call/call-settings.ts'
import { fillTemplate, type UserVariables } from '../components/fill-template.ts'
import { OptionError } from '../core/errors.ts'
import { shown } from '../util/shown.ts'
import { checkOptions } from '../core/check-options.ts'
import type { Backend, Middleware } from '../core/backend.ts'
import type { Clock } from '../core/clock.ts'
import type { Component } from '../core/component.ts'
import type { Calibration, JudgeOptions } from '../core/judge-options.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { Requirement } from '../core/requirement.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { toRequirements } from '../core/to-requirement.ts'
import { repairTemplate } from '../sampling/repair-template.ts'
import type { SamplingJob } from '../sampling/sampling-job.ts'
import { singleAttempt } from '../sampling/single-attempt.ts'
import type { CallOptions, CheckedCallOptions } from './call-options.ts'
import type { SessionDefaults } from './session-options.ts'
import { processEnvironment } from '../util/environment.ts'

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
export type PreparedCall<T> = Omit<SamplingJob<T>, 'context' | 'ledger' | 'scope' | 'production'>

/** Puts a call together from its own options and the session's. @throws OptionError for options that cannot mean anything. */
export function prepareCall<T>(
  side: SessionSide,
  action: Component<T>,
  options: CheckedCallOptions<object, T> & { readonly userVariables?: UserVariables | undefined },
): PreparedCall<T> {
  const { defaults } = side
  for (const layer of [...side.optionLayers, options.modelOptions]) if (layer) checkOptions(layer)
  const stream = options.stream ?? defaults.stream
  const toolLoop = options.toolLoop ?? defaults.toolLoop
  const onFailure = options.onFailure ?? defaults.onFailure ?? 'throw'
  const release = options.release ?? defaults.release
  oneOf('onFailure', onFailure, ['throw', 'best'])
  if (release !== undefined) oneOf('release', release, ['chunk', 'accepted'])
  return {
    action,
    backend: side.backend,
    requirements: filled(toRequirements(options.requirements), options.userVariables),
    strategy: strategyOf(options.strategy === undefined ? defaults.strategy : options.strategy),
    optionLayers: [
      ...side.optionLayers,
      options.modelOptions,
      { stream, tools: options.tools, toolChoice: options.toolChoice },
    ],
    toolLoop: typeof toolLoop === 'number' ? { maxSteps: toolLoop } : toolLoop,
    settings: settingsOf(side, options),
    onFailure,
    budgets: [defaults.budget, options.budget],
    validateAll: options.validateAll ?? defaults.validateAll,
    compile: options.compile ?? defaults.compile,
    judge: judgeOf(side, options),
    release,
  }
}

/** @throws OptionError for options that cannot mean anything. */
export function judgeOf(
  { defaults }: SessionSide,
  options: Pick<CheckedCallOptions<object, never>, 'judge'>,
): JudgeOptions | undefined {
  if (!defaults.judge && !options.judge) return undefined
  const judge = { ...defaults.judge, ...options.judge }
  if (judge.modelOptions) checkOptions(judge.modelOptions)
  if (judge.calibrated) checkCalibration(judge.calibrated)
  return judge
}

function checkCalibration({ threshold, band: [low, high] = [threshold, threshold] }: Calibration): void {
  if (0 <= low && low <= threshold && threshold <= high && high <= 1) return
  throw new OptionError(
    `judge.calibrated: 0 <= low <= threshold <= high <= 1 must hold, got ${shown([low, threshold, high])}.`,
  )
}

const loggingToStderr: Middleware = async function* (request, next, backend) {
  const { debugLog } = await import('../telemetry/debug-log.ts')
  yield* debugLog(toStderr)(request, next, backend)
}

export function toStderr(line: string): void {
  globalThis.process?.stderr?.write(`${line}\n`)
}

/** `MELLEA_LOG=debug`. */
export function isDebugging(): boolean {
  return processEnvironment()['MELLEA_LOG'] === 'debug'
}

export function settingsOf(
  side: SessionSide,
  options: Pick<CallOptions, 'maxRetries' | 'timeout' | 'enforce'>,
): CallSettings {
  const { defaults, clock, random } = side
  return {
    clock,
    random,
    maxRetries: toMaxRetries(options.maxRetries ?? defaults.maxRetries),
    timeout: toTimeout(mergedTimeout(defaults.timeout, options.timeout)),
    // innermost, so that it shows what really went out
    middleware: [...(defaults.middleware ?? []), ...(isDebugging() ? [loggingToStderr] : [])],
    prices: defaults.prices,
    enforce: options.enforce ?? defaults.enforce,
  }
}

/** The judge, and a repair, read a requirement as the model that answers does: with its variables in it. */
function filled<T>(
  requirements: readonly Requirement<T>[],
  variables: UserVariables | undefined,
): readonly Requirement<T>[] {
  if (!variables) return requirements
  return requirements.map((requirement) => {
    const { description } = requirement
    if (!description?.includes('{{')) return requirement
    const parts = fillTemplate(description, variables)
    // what is not a text yet has no place in a name
    if (!parts.every((part) => typeof part === 'string')) return requirement
    const { validate, watch, ...rest } = requirement
    return {
      ...rest,
      description: parts.join(''),
      ...(validate && { validate: validate.bind(requirement) }),
      ...(watch && { watch: watch.bind(requirement) }),
    }
  })
}

function strategyOf<T>(strategy: SamplingStrategy<T> | null | undefined): SamplingStrategy<T> {
  if (strategy === null) return singleAttempt
  if (strategy === undefined) return repairTemplate()
  if (typeof strategy === 'object' && typeof strategy.sample === 'function') return strategy
  throw new OptionError(
    `\`strategy\` must be a strategy such as \`rejectionSampling()\`, an object with \`sample\`, or null; got ${shown(strategy)}.`,
  )
}

function oneOf(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return
  throw new OptionError(
    `${name} must be ${known.map((each) => `'${each}'`).join(' or ')}, got ${shown(value)}.`,
  )
}
