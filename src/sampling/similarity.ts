import type { Backend } from '../core/backend.ts'
import type { Component } from '../core/component.ts'
import type { EmbedAsideOptions, SampleRun } from '../core/sampling.ts'
import { rougeL, rougeWords } from '../util/rouge/rouge-l.ts'
import { fence } from '../util/fence.ts'
import type { Candidate } from './candidate.ts'
import { comparable } from './strategy-options.ts'

/** How alike two answers are, from 0 to 1; the same both ways. */
export type Similarity<T> = (one: Candidate<T>, other: Candidate<T>) => number | Promise<number>

/** A model that turns texts into vectors, where it is another than the call's. */
export interface Embedding {
  readonly embedding: EmbedAsideOptions
}

/** A model that says how far two answers agree. */
export interface SimilarityJudge {
  /** What the answers should agree in. @example 'Do both recommend the same treatment?' */
  readonly judge: string
  /** Who judges. @default the model of the call */
  readonly backend?: Backend | undefined
}

/** By the words that both have in the same order. */
export function rougeSimilarity<T>(candidates: readonly Candidate<T>[]): Similarity<T> {
  const words = new Map(candidates.map((each) => [each, rougeWords(each.text)]))
  return (one, other) => rougeL(words.get(one) ?? [], words.get(other) ?? [])
}

/** By the angle between their vectors. */
export async function embeddingSimilarity<T>(
  candidates: readonly Candidate<T>[],
  run: SampleRun<T>,
  { embedding }: Embedding,
): Promise<Similarity<T>> {
  const vectors = await run.embed(
    candidates.map(({ text }) => text),
    embedding,
  )
  const of = new Map(candidates.map((each, index) => [each, vectors[index] ?? []]))
  return (one, other) => cosine(of.get(one) ?? [], of.get(other) ?? [])
}

/** By a model's word. One that cannot be read is no agreement. */
export function judgedSimilarity<T>(run: SampleRun<T>, { judge, backend }: SimilarityJudge): Similarity<T> {
  return async (one, other) => {
    const question = comparison(judge, one.text, other.text)
    const { parsed } = await run.ask(question, { backend, attempt: other.attempt.index })
    return parsed.ok ? parsed.value : 0
  }
}

function comparison(judge: string, one: string, other: string): Component<number> {
  return {
    kind: 'comparison',
    render: () =>
      [
        fence('first', one),
        fence('second', other),
        `${judge} Give a whole number from 0, not at all, to 10, completely.`,
      ].join('\n\n'),
    schema: {
      type: 'object',
      properties: { score: { type: 'integer', minimum: 0, maximum: 10 } },
      required: ['score'],
      additionalProperties: false,
    },
    decode: ({ text }) => tenth(text),
  }
}

function tenth(reply: string): number {
  const score = comparable('The judge', Number(/\d+/.exec(reply)?.[0] ?? Number.NaN))
  return Math.min(score, 10) / 10
}

function cosine(one: readonly number[], other: readonly number[]): number {
  let product = 0
  let ones = 0
  let others = 0
  for (const [index, a] of one.entries()) {
    const b = other[index] ?? 0
    product += a * b
    ones += a * a
    others += b * b
  }
  return ones === 0 || others === 0 ? 0 : product / Math.sqrt(ones * others)
}
