import type { Backend } from './backend.ts'
import type { Clock } from './clock.ts'

/** Who judges what is said in words, and how. */
export interface JudgeOptions {
  /** Judges in place of the call's own backend. The options of the call are not for it. @default the call's */
  readonly backend?: Backend | undefined
  /** Over temperature 0, and over what a judge takes from the call's options: none that shapes an answer. */
  readonly modelOptions?: object | undefined
  /** Several requirements of one answer are put in one question. Fewer calls; a small model was less often right so. @default false: a question each, over one prefix */
  readonly batch?: boolean | undefined
  /**
   * Decides by how likely the judge's first word is a yes, `P(yes)`, instead of by that word; needs a backend that tells probabilities.
   * `calibrate()` finds the figures. The verdict's `score` is `P(yes)`.
   */
  readonly calibrated?: Calibration | undefined
}

/** From which `P(yes)` on an answer passes. From 0 to 1. */
export interface Calibration {
  readonly threshold: number
  /** Between these two, ends not included, the judge abstains: the verdict is `unknown`. @default none */
  readonly band?: readonly [low: number, high: number] | undefined
}

/** What holds for every check of a call. */
export interface CheckSettings {
  readonly clock: Clock
  /** How long one validator may take, in milliseconds. */
  readonly validatorMs?: number | undefined
  readonly judge?: JudgeOptions | undefined
}
