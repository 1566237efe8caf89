import { OptionError } from '../core/errors.ts'
import type { Attempt, SamplingStrategy } from '../core/sampling.ts'
import { shown } from '../util/shown.ts'
import type { Checkpoint } from './draft-race.ts'
import { comparable, functionOrNone, wholeNumber } from './strategy-options.ts'

export interface SpeculativeRejectionOptions {
  /** How many drafts are begun. @default 8 */
  readonly n?: number | undefined
  /** After how many characters a draft is looked at; with several, once at each. @default 200 */
  readonly at?: number | readonly number[] | undefined
  /** How good a text is, or the beginning of one: the higher, the better. */
  readonly score: (text: string) => number | Promise<number>
  /** What goes on after each look: a number of drafts, or below 1 a share of those before. @default 0.5 */
  readonly keep?: number | undefined
  /** How many drafts at a time. @default all at once, as far as the backend lets */
  readonly concurrency?: number | undefined
}

/**
 * The best of many drafts for the price of few: all are begun, those whose beginning scores low are stopped at the socket, and of those
 * that were finished the best one is taken that meets all requirements (Sun et al. 2024, arXiv 2410.20290).
 *
 * Costs `n` beginnings, and the rest of those that are kept. It saves something where the score of a beginning says something about the
 * whole; otherwise `bestOfN` is better. The last whole drafts are checked in the order of their scores, so judges are asked about few.
 *
 * @example
 * import { speculativeRejection, startSession } from 'mellea'
 * const lively = (text: string): number => new Set(text.toLowerCase().split(/\W+/)).size / text.length
 * const strategy = speculativeRejection({ n: 8, at: 120, keep: 2, score: lively })
 * await startSession().instruct('Tell a story of a lighthouse.', { strategy })
 * @throws OptionError for a missing `score`, and for numbers that cannot mean anything.
 */
export function speculativeRejection(options: SpeculativeRejectionOptions): SamplingStrategy {
  const given: Partial<SpeculativeRejectionOptions> = options ?? {}
  const n = wholeNumber('speculativeRejection: n', given.n ?? 8)
  const concurrency = wholeNumber('speculativeRejection: concurrency', given.concurrency ?? n)
  const points = functionOrNone('speculativeRejection: score', given.score)
  if (!points) throw new OptionError('speculativeRejection: `score` is missing: say how good a text is.')
  const score = async (text: string): Promise<number> =>
    comparable('speculativeRejection: score', await points(text))
  const checkpoints = toCheckpoints(given, n)
  return {
    name: 'speculative-rejection',
    async sample(run) {
      const { survivors } = await import('./surviving-drafts.ts')
      const drafts = await survivors(run, { n, concurrency, checkpoints, score })
      const scores = await Promise.all(drafts.map(({ text }) => score(text)))
      const ranked = drafts
        .map((draft, at) => ({ draft, score: scores[at] ?? 0 }))
        .toSorted((one, other) => other.score - one.score || one.draft.index - other.draft.index)
      for (const { draft } of ranked) {
        const attempt: Attempt<unknown> = await run.check(draft)
        if (attempt.ok) return attempt
      }
      return undefined
    },
  }
}

function toCheckpoints(
  { at = 200, keep = 0.5 }: Partial<SpeculativeRejectionOptions>,
  n: number,
): readonly Checkpoint[] {
  const isCount = Number.isInteger(keep) && keep >= 1
  if (!isCount && !(keep > 0 && keep < 1))
    throw new OptionError(
      `speculativeRejection: keep must be a number of drafts, or a share between 0 and 1; got ${shown(keep)}.`,
    )
  const places = [at].flat().map((each) => wholeNumber('speculativeRejection: at', each))
  if (places.length === 0)
    throw new OptionError('speculativeRejection: at needs at least one number of characters.')
  return places
    .toSorted((one, other) => one - other)
    .map((each, index) => ({
      at: each,
      keep: isCount ? keep : Math.max(1, Math.ceil(n * keep ** (index + 1))),
    }))
}
