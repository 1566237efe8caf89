import type { Component } from '../core/component.ts'
import type { AskOptions, Draft } from '../core/sampling.ts'
import { fence } from '../util/fence.ts'

/** Whoever can put a question to a judge: a run of a strategy, or the second argument of a validator. */
export interface Asker {
  ask<U>(question: Component<U>, options?: AskOptions): Promise<Pick<Draft<U>, 'parsed'>>
}

/** What to compare, and by what. */
export interface CompareOptions extends Omit<AskOptions, 'attempt'> {
  /** What makes one of them the better one. @example 'Which is friendlier?' */
  readonly criterion: string
}

/** Which of two texts a judge prefers. */
export interface Comparison {
  /** The one that was preferred in both orders; nothing where the order decided, or a reply could not be read. */
  readonly winner: 'a' | 'b' | undefined
  /** For best-of-n: 1 for `a`, 0 for `b`, 0.5 for neither. */
  readonly score: number
}

/**
 * Asks which of two texts is better, in both orders, and counts only a preference that does not depend on the order: judges lean to
 * what stands first, or last. Two questions, at once.
 *
 * @example
 * import { startSession, type SamplingStrategy } from 'mellea'
 * import { compare } from 'mellea/requirements'
 *
 * const friendliest: SamplingStrategy = {
 *   name: 'friendliest',
 *   async sample(run) {
 *     let best = await run.attempt()
 *     for (let n = 1; n < 4; n++) {
 *       const next = await run.attempt()
 *       const { winner } = await compare(run, best.text, next.text, { criterion: 'Which is friendlier?' })
 *       if (next.ok && (winner === 'b' || !best.ok)) best = next
 *     }
 *     return best
 *   },
 * }
 * await startSession().instruct('Greet a new colleague.', { strategy: friendliest })
 */
export async function compare(
  asker: Asker,
  a: string,
  b: string,
  { criterion, ...options }: CompareOptions,
): Promise<Comparison> {
  const [forth, back] = await Promise.all([
    asker.ask(comparison(criterion, a, b), options),
    asker.ask(comparison(criterion, b, a), options),
  ])
  const preferred = forth.parsed.ok ? forth.parsed.value : undefined
  const swapped = back.parsed.ok ? back.parsed.value : undefined
  if (preferred === 'first' && swapped === 'second') return { winner: 'a', score: 1 }
  if (preferred === 'second' && swapped === 'first') return { winner: 'b', score: 0 }
  return { winner: undefined, score: 0.5 }
}

/** The wording belongs to edition `mellea/1`. */
function comparison(
  criterion: string,
  first: string,
  second: string,
): Component<'first' | 'second' | undefined> {
  return {
    kind: 'comparison',
    render: () =>
      [
        'Please compare two outputs.',
        fence('first', first),
        fence('second', second),
        `${criterion} Answer with first or second.`,
      ].join('\n\n'),
    decode: ({ text }) => readChoice(text),
    enough: (reply) => readChoice(reply) !== undefined || reply.length > 60,
  }
}

/** By the word that comes first. */
function readChoice(reply: string): 'first' | 'second' | undefined {
  const [, word = ''] = /\b(first|second)\b/i.exec(reply) ?? []
  const choice = word.toLowerCase()
  return choice === 'first' || choice === 'second' ? choice : undefined
}
