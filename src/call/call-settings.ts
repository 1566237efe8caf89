import type { Middleware } from '../core/backend.ts'
import type { Clock } from '../core/clock.ts'
import { OptionError } from '../core/errors.ts'
import type { Prices } from '../core/price.ts'
import { shown } from '../util/shown.ts'

/** How long a call may take, in milliseconds. A number alone is `total`. */
export interface TimeoutOptions {
  /** All of the call: attempts, judges, retries; not the wait in a conversation's queue. @default unlimited */
  readonly total?: number | undefined
  /** Until a model says its first thing. @default 600_000 */
  readonly firstChunk?: number | undefined
  /** Between two things that a model says. @default 120_000 */
  readonly chunk?: number | undefined
  /** One validator by code; a judge has the limits of a model. A requirement's own `timeout` comes first. @default unlimited */
  readonly validator?: number | undefined
}

/** What holds for every physical call of one call. */
export interface CallSettings {
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly maxRetries: number
  readonly timeout: {
    readonly total: number | undefined
    readonly firstChunk: number
    readonly chunk: number
    readonly validator?: number | undefined
  }
  /** The first is the outermost. */
  readonly middleware: readonly Middleware[]
  /** Fail rather than give an answer for which something was left out or ignored. */
  readonly enforce?: boolean | undefined
  /** Before the backend's own. */
  readonly prices?: Prices | undefined
}

/** Limits in layers, the weakest first: each says only what it names. */
export function mergedTimeout(...layers: readonly (number | TimeoutOptions | undefined)[]): TimeoutOptions {
  const named = layers.flatMap((layer) => {
    const given = typeof layer === 'object' && layer !== null ? layer : { total: layer }
    return Object.entries(given).filter(([, ms]) => ms !== undefined && ms !== null)
  })
  return Object.fromEntries(named)
}

/** @throws OptionError for a time that is not above 0. */
export function toTimeout(timeout: number | TimeoutOptions | undefined): CallSettings['timeout'] {
  const given = mergedTimeout(timeout)
  for (const [name, ms] of Object.entries(given))
    if (!(typeof ms === 'number' && ms > 0))
      throw new OptionError(`timeout.${name} must be a number of milliseconds above 0, got ${shown(ms)}.`)
  return {
    total: given.total,
    firstChunk: given.firstChunk ?? 600_000,
    chunk: given.chunk ?? 120_000,
    validator: given.validator,
  }
}

/** @throws OptionError when it is no whole number from 0 up. */
export function toMaxRetries(maxRetries: number | undefined): number {
  if (maxRetries === undefined) return 2
  if (Number.isInteger(maxRetries) && maxRetries >= 0) return maxRetries
  throw new OptionError(`maxRetries must be a whole number from 0 up, got ${shown(maxRetries)}.`)
}
