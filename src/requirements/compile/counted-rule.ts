import type { Counted } from '../text/counted.ts'
import { amountOf, limitOf, sayAmount, within, type Amount } from './amount.ts'
import { readNumber } from './read-number.ts'
import { readSample } from './read-phrases.ts'
import { meaning, rule, type Meaning, type Rule, type Standing } from './rule.ts'
import type { Token } from './tokens.ts'

interface CountedRule {
  readonly kind: string
  readonly standing: Standing
  /** A pattern for the things that are counted. */
  readonly nouns: string
  /** What so many of them mean. */
  readonly means: (amount: Amount) => Meaning | undefined
  /** What an example that is given looks like: "such as [name]". */
  readonly example?: Token['kind']
  /** What stands before and after an amount, in place of the usual. */
  readonly lead?: string
  readonly tail?: string
  /** More patterns, with the slot `{amount}`. */
  readonly also?: readonly string[]
  /** Patterns for "some": at least one. */
  readonly some?: readonly string[]
  /** Patterns for "none", beside "do not use any" and its like; without it these are not read either. */
  readonly none?: readonly string[]
}

/** A rule about how many of something there are. */
export function countedRule(spec: CountedRule): Rule {
  const { kind, standing, nouns, example, also = [], some = [], none, means, lead, tail = '@tail' } = spec
  return rule({
    kind,
    standing,
    slots: {
      amount: amountOf(nouns),
      limit: limitOf(nouns),
      n: readNumber,
      example: example ? readSample(example) : () => [],
    },
    words: { nouns: `(${nouns})` },
    says: [
      [lead ? [] : ['@keep {limit} [@long]'], ({ limit }) => limit && means(limit)],
      [
        [`${lead ?? '@lead'} {amount} ${tail} [@such {example}]`, ...also],
        ({ amount }) => amount && means(amount),
      ],
      [lead ? [] : caps, ({ n }) => (n === undefined ? undefined : means({ max: n }))],
      [lead ? [] : floors, ({ n }) => (n === undefined ? undefined : means({ min: n }))],
      [some, () => means({ min: 1 })],
      [none ? [...none, ...absences] : [], () => means({ max: 0 })],
    ],
  })
}

const caps = [
  '@keep {n} @nouns [@long]',
  '(@answer @mustNot | @dont) (exceed | go over | go beyond | go above | surpass) [the limit of] {n} @nouns',
  '(@answer @mustNot | @dont) ([@make | @have] (more than | over) | be longer than) {n} @nouns [@in]',
]

const floors = [
  '(@answer @mustNot | @dont) ([@make | @have] (fewer than | less than) | be shorter than | go below) {n} @nouns [@in]',
]

const absences = [
  '[please] [@in [,]] @dont (@make | put) [any] @nouns [@in]',
  '@answer @mustNot @have [any] @nouns',
  '[please] [@in [,]] [please] (avoid | refrain from) [using | the use of | including] [any] @nouns [@in]',
]

/** What a function that counts makes of an amount. */
export function countedBy(
  one: string,
  many: string,
  count: (text: string) => number,
): (amount: Amount) => Meaning {
  return (amount) =>
    meaning(sayAmount(amount, one, many), (text) => {
      const found = count(text)
      return within(found, amount) ? undefined : `It has ${found} ${found === 1 ? one : many}.`
    })
}

/** What one of our own requirements makes of an amount: what is compiled and what is written by hand are the same check. */
export function countedWith(one: string, many: string, counted: Counted): (amount: Amount) => Meaning {
  return (amount) => ({ reading: sayAmount(amount, one, many), check: checkOf(counted, amount) })
}

function checkOf(counted: Counted, { min, max }: Amount): Meaning['check'] {
  if (min === undefined) return counted.max(max ?? 0)
  if (max === undefined) return counted.min(min)
  return min === max ? counted.exactly(min) : counted.between(min, max)
}
