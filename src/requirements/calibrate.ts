import { OptionError } from '../core/errors.ts'
import type { Calibration, JudgeOptions } from '../core/judge-options.ts'
import type { Requirement, ValidationResult } from '../core/requirement.ts'
import { shown } from '../util/shown.ts'

/** An output and a requirement, and whether the one meets the other: what you know, and the judge has to find out. */
export interface LabelledOutput {
  readonly requirement: string
  readonly output: string
  readonly met: boolean
}

/** What a judge said of an output, from 0 to 1, and what is true. */
export interface ScoredOutput {
  readonly score: number
  readonly met: boolean
}

/** What a band is for. */
export interface CalibrateOptions {
  /** How many of its verdicts, of each kind, are to be right outside the band; from 0.5 to 1. @default 0.9 */
  readonly precision?: number | undefined
}

/** A calibration, for `judge: { calibrated }`, and what it is worth on the examples that it was made from: less on others. */
export interface CalibrationReport extends Calibration {
  readonly band: readonly [low: number, high: number]
  readonly examples: number
  /** The share that the threshold alone gets right. */
  readonly accuracy: number
  /** The share that the band decides, and how much of that is right. */
  readonly decided: number
  readonly accuracyDecided: number
}

/** A session, or whatever else can judge one output. */
export interface Judging {
  validate(
    requirement: Requirement<string>,
    options: { readonly output: string; readonly judge: JudgeOptions },
  ): Promise<{ readonly validations: readonly { readonly result: ValidationResult }[] }>
}

/**
 * Finds the threshold and the band of a judge from examples: from which `P(yes)` on its yes is to be believed, and between which it
 * had better abstain. Asks the judge once for each example, one after the other.
 *
 * Take at least some dozens of examples, of the requirements and the texts that you mean to judge, about half of them met.
 *
 * @example
 * import { startSession } from 'mellea'
 * import { calibrate } from 'mellea/requirements'
 * const judge = startSession({ modelId: 'granite4.1:8b' })
 * const calibrated = await calibrate(judge, [
 *   { requirement: 'Is formal.', output: 'Dear Ms Lovelace, may I invite you to lunch?', met: true },
 *   { requirement: 'Is formal.', output: 'hey ada, lunch??', met: false },
 * ])
 * const m = startSession({ judge: { backend: judge.backend, calibrated } })
 * @throws OptionError when not both kinds of examples are there.
 * @throws MelleaError `unsupported` when the judge's backend tells no probabilities.
 */
export async function calibrate(
  judge: Judging,
  labelled: readonly LabelledOutput[],
  options: CalibrateOptions = {},
): Promise<CalibrationReport> {
  checkLabels(labelled)
  const scored: ScoredOutput[] = []
  for (const { requirement, output, met } of labelled) {
    const { validations } = await judge.validate(
      { description: requirement, compile: false },
      { output, judge: { calibrated: { threshold: 0.5 } } },
    )
    // a judge that began with neither word leans to neither side
    scored.push({ met, score: validations[0]?.result.score ?? 0.5 })
  }
  return pickThreshold(scored, options)
}

/**
 * The threshold that makes the fewest errors on scored examples, and the band outside of which enough of the verdicts are right. Of
 * equal thresholds the one with the widest gap around it wins.
 *
 * @example
 * import { pickThreshold } from 'mellea/requirements'
 * const { threshold } = pickThreshold([{ score: 0.9, met: true }, { score: 0.6, met: false }])
 * console.log(threshold) // 0.75
 * @throws OptionError when not both kinds of examples are there, or a score is not from 0 to 1.
 */
export function pickThreshold(
  scored: readonly ScoredOutput[],
  { precision = 0.9 }: CalibrateOptions = {},
): CalibrationReport {
  checkLabels(scored)
  if (!(precision >= 0.5 && precision <= 1))
    throw new OptionError(`calibrate(): \`precision\` is a number from 0.5 to 1, got ${shown(precision)}.`)
  for (const { score } of scored)
    if (!(score >= 0 && score <= 1))
      throw new OptionError(`calibrate(): a score is a number from 0 to 1, got ${shown(score)}.`)
  const sorted = scored.toSorted((one, other) => one.score - other.score)
  const threshold = bestCut(sorted)
  const band = bandAround(threshold, sorted, precision)
  const isRight = ({ score, met }: ScoredOutput): boolean => score >= threshold === met
  const decided = sorted.filter(({ score }) => score <= band[0] || score >= band[1])
  return {
    threshold,
    band,
    examples: sorted.length,
    accuracy: share(sorted, isRight),
    decided: decided.length / sorted.length,
    accuracyDecided: share(decided, isRight),
  }
}

function bestCut(sorted: readonly ScoredOutput[]): number {
  let errors = sorted.filter(({ met }) => !met).length
  let best = { errors, gap: 0, cut: 0 }
  sorted.forEach(({ score, met }, index) => {
    errors += met ? 1 : -1
    // above the last of them everything fails
    const next = sorted[index + 1]?.score ?? 1
    // between equal scores there is no cut
    if (next === score) return
    const gap = next - score
    if (errors < best.errors || (errors === best.errors && gap > best.gap))
      best = { errors, gap, cut: (score + next) / 2 }
  })
  return best.cut
}

/** How few examples a side of the band may rest on. */
const leastSupport = 5

function bandAround(
  threshold: number,
  sorted: readonly ScoredOutput[],
  precision: number,
): readonly [low: number, high: number] {
  const enough = (side: readonly ScoredOutput[], met: boolean): boolean =>
    side.length >= leastSupport && share(side, (each) => each.met === met) >= precision
  const scores = [...new Set(sorted.map(({ score }) => score))]
  const low = scores.findLast(
    (cut) =>
      cut < threshold &&
      enough(
        sorted.filter(({ score }) => score <= cut),
        false,
      ),
  )
  const high = scores.find(
    (cut) =>
      cut >= threshold &&
      enough(
        sorted.filter(({ score }) => score >= cut),
        true,
      ),
  )
  return [low ?? 0, high ?? 1]
}

function share<E>(all: readonly E[], holds: (one: E) => boolean): number {
  return all.length === 0 ? 1 : all.filter(holds).length / all.length
}

function checkLabels(labelled: readonly { readonly met: boolean }[]): void {
  const met = labelled.filter((each) => each.met).length
  if (met === 0 || met === labelled.length)
    throw new OptionError(
      `calibrate(): give examples of both kinds; ${met} of ${labelled.length} meet their requirement.`,
    )
}
