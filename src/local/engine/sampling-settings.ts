import { OptionError } from '../../core/errors.ts'

/** How the next token is chosen. */
export interface SamplingSettings {
  readonly temperature: number
  readonly topP: number
  /** 0 is no limit. */
  readonly topK: number
  readonly minP: number
  readonly seed: number
  readonly penalty?: {
    readonly repetition: number
    readonly presence: number
    readonly frequency: number
    /** How many of the last tokens count. */
    readonly window: number
  }
  /** Whether somebody may expect the same answer again. */
  readonly repeatable: boolean
}

/** What a model file recommends for itself. */
export type SamplingDefaults = Partial<Pick<SamplingSettings, 'temperature' | 'topP' | 'topK' | 'minP'>>

type Options = { readonly [name: string]: unknown }

/** For models that recommend nothing: lively, without the tail of tokens that make no sense. */
const usual = { temperature: 0.7, topP: 0.95, topK: 40, minP: 0.05 } as const

/** Presence and frequency are about all of the answer; this much of it. */
const WIDE_WINDOW = 1024
const WINDOW = 64

/** Settings out of options: the caller's, then the model's own, then the usual. */
export function samplingSettings(
  options: Options,
  own: SamplingDefaults,
  random: () => number,
): SamplingSettings {
  const temperature = options['do_sample'] === false ? 0 : number(options, 'temperature')
  const seed = number(options, 'seed')
  const penalty = penaltyOf(options)
  const settings = {
    temperature: temperature ?? own.temperature ?? usual.temperature,
    topP: number(options, 'topP') ?? own.topP ?? usual.topP,
    topK: number(options, 'topK') ?? own.topK ?? usual.topK,
    minP: number(options, 'min_p') ?? own.minP ?? usual.minP,
    // without one the engine takes the second of the clock: calls within it would all say the same
    seed: (seed ?? Math.floor(random() * 2 ** 32)) >>> 0,
  }
  return {
    ...settings,
    ...(penalty && { penalty }),
    repeatable: seed !== undefined || settings.temperature === 0,
  }
}

function penaltyOf(options: Options): SamplingSettings['penalty'] {
  const repetition = number(options, 'repetition_penalty') ?? 1
  const presence = number(options, 'presencePenalty') ?? 0
  const frequency = number(options, 'frequencyPenalty') ?? 0
  if (repetition === 1 && presence === 0 && frequency === 0) return undefined
  const usualWindow = presence === 0 && frequency === 0 ? WINDOW : WIDE_WINDOW
  return { repetition, presence, frequency, window: number(options, 'repeat_last_n') ?? usualWindow }
}

function number(options: Options, name: string): number | undefined {
  const value = options[name]
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new OptionError(`modelOptions.${name} must be a number, got ${JSON.stringify(value)}.`)
}
