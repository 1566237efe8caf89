import { pattern, union, vocabularyOf } from './pattern.ts'
import { readNumber } from './read-number.ts'
import { needing, type Reader } from './sentence.ts'

/** How many there may be, both ends included. */
export interface Amount {
  readonly min?: number
  readonly max?: number
}

/** A bare number above this is meant roughly as often as exactly. */
const exactUpTo = 20

const limits = vocabularyOf({
  most: 'at most | no more than | not more than | up to | [a] maximum [of] | max | no longer than | not longer than | within | not exceeding',
  below: 'fewer than | less than | under | below | shorter than',
  least: 'at least | no fewer than | no less than | not fewer than | not less than | [a] minimum [of] | min',
  above: 'more than | over | above | longer than | exceeding',
})

type Means = (n: number, m: number) => Amount | undefined

/** Every way to say how many, and what it means. */
const sayings: readonly (readonly [says: string, means: Means])[] = [
  ['@most {n} @unit', (n) => ({ max: n })],
  ['{n} @unit (or fewer | or less | at most | [at] maximum | max)', (n) => ({ max: n })],
  ['{n} (or fewer | or less) @unit', (n) => ({ max: n })],
  ['@below {n} @unit', (n) => ({ max: n - 1 })],
  ['@least {n} @unit', (n) => ({ min: n })],
  ['{n} @unit (or more | at least | [at] minimum | min)', (n) => ({ min: n })],
  ['{n} (or more) @unit', (n) => ({ min: n })],
  ['@above {n} @unit', (n) => ({ min: n + 1 })],
  ['(exactly | precisely | just | only) {n} @unit', exactly],
  ['{n} @unit (exactly | precisely)', exactly],
  [
    '(between {n} and {m} | from {n} to {m} | {n} (to | - | – | through) {m}) @unit [inclusive]',
    (n, m) => ({ min: n, max: m }),
  ],
  ['{n} or {m} @unit', (n, m) => (m === n + 1 ? { min: n, max: m } : undefined)],
]

const bare: typeof sayings = [['{n} @unit', (n) => (n <= exactUpTo ? exactly(n) : undefined)]]

/** "Mention it once" may mean that once is enough. */
const bareAdverb: typeof sayings = [['{n} @unit', (n) => (n > 1 ? exactly(n) : undefined)]]

const ofNouns: typeof sayings = [
  ['[exactly | only | just] (a | one) single @unit', () => exactly(1)],
  ['(no | zero) @unit', () => exactly(0)],
]

/** Reads an amount of something: "at most 60 words", "two or three paragraphs", "no commas". @param nouns a pattern */
export function amountOf(nouns: string): Reader<Amount> {
  return amounts([...sayings, ...bare, ...ofNouns], nouns, readNumber)
}

/** The same, but for numbers alone. */
export function limitOf(nouns: string): Reader<Amount> {
  return amounts(sayings, nouns, readNumber)
}

/** Reads an amount of times: "at least twice", "exactly 3 times". */
export function amountOfTimes(): Reader<Amount> {
  const readers = [amountOf('time | times'), amounts([...sayings, ...bareAdverb], '', readAdverb)]
  return (sentence, at) => readers.flatMap((read) => sentence.read(read, at))
}

function amounts(ways: typeof sayings, nouns: string, number: Reader<number>): Reader<Amount> {
  const unit = vocabularyOf({ unit: nouns }, limits)
  const readers = ways.map(([says, means]) => ({
    means,
    read: pattern(says, { n: number, m: number }, unit),
  }))
  return needing(union(readers.map(({ read }) => read.needs)), (sentence, at) =>
    readers.flatMap(({ read, means }) =>
      sentence.read(read, at).flatMap(({ value, next }) => {
        const meant = means(value.n ?? 0, value.m ?? 0)
        return meant && isPossible(meant) ? [{ value: meant, next }] : []
      }),
    ),
  )
}

const readAdverb: Reader<number> = (sentence, at) => {
  const value = ['once', 'twice', 'thrice'].indexOf(sentence.plain(at) ?? '') + 1
  return value > 0 ? [{ value, next: at + 1 }] : []
}

function isPossible({ min = 0, max = Number.POSITIVE_INFINITY }: Amount): boolean {
  return max >= 0 && min <= max
}

function exactly(n: number): Amount {
  return { min: n, max: n }
}

/** Whether so many are within it. */
export function within(count: number, { min = 0, max = Number.POSITIVE_INFINITY }: Amount): boolean {
  return count >= min && count <= max
}

/** An amount in words: "at most 60 words", "exactly 1 sentence", "no commas". */
export function sayAmount({ min, max }: Amount, one: string, many: string): string {
  if (max === 0) return `no ${many}`
  if (min === max) return `exactly ${min} ${min === 1 ? one : many}`
  if (min === undefined) return `at most ${max} ${max === 1 ? one : many}`
  if (max === undefined) return `at least ${min} ${min === 1 ? one : many}`
  return `between ${min} and ${max} ${many}`
}
