import { OptionError } from '../core/errors.ts'
import type { Attempt, SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { shown } from '../util/shown.ts'
import { candidateOf, firstBest, type Candidate } from './candidate.ts'
import type { Embedding, Similarity, SimilarityJudge } from './similarity.ts'
import { comparable, wholeNumber } from './strategy-options.ts'

export interface MbrdOptions<T> {
  /** How many drafts. @default 5 */
  readonly n?: number | undefined
  /**
   * How alike two answers are: `'rougeL'` by their words; `'embedding'` by their meaning, as the backend of the call sees it, or
   * `{ embedding: { modelId, backend } }`, another model; `{ judge }` by the word of a model; or a function, which has to give the same
   * both ways.
   *
   * @default 'rougeL'
   */
  readonly metric?: 'rougeL' | 'embedding' | Embedding | SimilarityJudge | Similarity<T> | undefined
  /** How many drafts at a time. @default all at once, as far as the backend lets */
  readonly concurrency?: number | undefined
}

/**
 * Makes several drafts, and takes the one that is most like all the others, of those that meet all requirements: the voting of free
 * text (minimum Bayes risk decoding, Kumar and Byrne 2004).
 *
 * Costs `n` generations. The metric `{ judge }` costs a call more for each pair, `n * (n - 1) / 2` of them; `'embedding'` one call for all
 * vectors. Of answers that are equally central the one that was begun first wins.
 *
 * @example
 * import { mbrd, startSession } from 'mellea'
 * await startSession().instruct('Summarise the plot of Hamlet.', { strategy: mbrd({ n: 6, metric: 'rougeL' }) })
 * @throws OptionError for an unknown metric, and for an `n` that is no whole number above 0.
 */
export function mbrd<T = unknown>(options: MbrdOptions<T> = {}): SamplingStrategy<T> {
  const n = wholeNumber('mbrd: n', options.n ?? 5)
  const concurrency = wholeNumber('mbrd: concurrency', options.concurrency ?? n)
  const similarityOf = metricOf(options)
  return {
    name: 'mbrd',
    async sample(run) {
      const candidates: Candidate<T>[] = []
      for await (const draft of run.drafts(n, { concurrency })) {
        const candidate = candidateOf(await run.check(draft))
        if (candidate) candidates.push(candidate)
      }
      // one alone is like nothing else
      return candidates.length > 1
        ? mostAlike(candidates, await similarityOf(run, candidates))
        : candidates[0]?.attempt
    },
  }
}

/** {@link mbrd} by words, under Mellea's name. */
export class MBRDRougeLStrategy<T = unknown> implements SamplingStrategy<T> {
  readonly name = 'mbrd-rouge-l'
  readonly sample: SamplingStrategy<T>['sample']

  /** `numberOfSamples` is Mellea's name for `n`. @throws OptionError for an `n` that is no whole number above 0. */
  constructor({
    n,
    numberOfSamples = 8,
    concurrency,
  }: Pick<MbrdOptions<T>, 'n' | 'concurrency'> & { readonly numberOfSamples?: number | undefined } = {}) {
    this.sample = mbrd<T>({ n: n ?? numberOfSamples, concurrency, metric: 'rougeL' }).sample
  }
}

type SimilarityOf<T> = (run: SampleRun<T>, candidates: readonly Candidate<T>[]) => Promise<Similarity<T>>

function metricOf<T>({ metric = 'rougeL' }: MbrdOptions<T>): SimilarityOf<T> {
  if (typeof metric === 'function') return async () => metric
  const isObject = typeof metric === 'object' && metric !== null
  const isKnown = isObject
    ? typeof Reflect.get(metric, 'judge') === 'string' || typeof Reflect.get(metric, 'embedding') === 'object'
    : metric === 'rougeL' || metric === 'embedding'
  if (!isKnown)
    throw new OptionError(
      `mbrd: metric is 'rougeL', 'embedding', { embedding }, { judge: 'what to agree in' } or a function; got ${shown(metric)}.`,
    )
  return async (run, candidates) => {
    const by = await import('./similarity.ts')
    if (metric === 'rougeL') return by.rougeSimilarity(candidates)
    if (metric === 'embedding') return by.embeddingSimilarity(candidates, run, { embedding: {} })
    return 'judge' in metric
      ? by.judgedSimilarity(run, metric)
      : by.embeddingSimilarity(candidates, run, metric)
  }
}

async function mostAlike<T>(
  candidates: readonly Candidate<T>[],
  similarity: Similarity<T>,
): Promise<Attempt<T> | undefined> {
  const likeness = candidates.map(() => 0)
  const pairs = candidates.flatMap((one, i) =>
    candidates.slice(i + 1).map((other, j) => [one, i, other, i + 1 + j] as const),
  )
  await Promise.all(
    pairs.map(async ([one, i, other, j]) => {
      const alike = comparable('mbrd: the metric', await similarity(one, other))
      likeness[i] = (likeness[i] ?? 0) + alike
      likeness[j] = (likeness[j] ?? 0) + alike
    }),
  )
  return firstBest(candidates, (_, index) => likeness[index] ?? 0)
}
