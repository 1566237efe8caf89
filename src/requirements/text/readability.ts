import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { countSyllables } from './count-syllables.ts'
import { SentenceReader } from './sentence-reader.ts'
import { WordReader } from './word-reader.ts'

/** Bounds of a score of readability. */
interface Readability {
  max(score: number): Requirement<unknown>
  min(score: number): Requirement<unknown>
  between(least: number, most: number): Requirement<unknown>
}

/**
 * How easily English text reads, by the length of its sentences and words:
 *
 * - `readability.flesch`: Flesch reading ease. 100 is very easy, 60 plain English, 30 academic; higher is easier.
 * - `readability.fleschKincaid`: the school grade (United States) that it takes to read it; lower is easier.
 *
 * Both are formulas of whole texts, so they say nothing while one grows, and little of fewer than 100 words. Syllables
 * are counted by spelling: right for 91 of 100 words of the CMU Pronouncing Dictionary, and 2 % too few over all of
 * them. An answer without a word fails.
 *
 * @see R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948)
 * @see J. P. Kincaid and others, "Derivation of new readability formulas", Naval Technical Training Command, report 8-75 (1975)
 * @example
 * import { readability } from 'mellea/requirements'
 * const plain = readability.flesch.min(60)
 * const forSchool = readability.fleschKincaid.between(5, 8)
 */
export const readability: { readonly flesch: Readability; readonly fleschKincaid: Readability } = {
  flesch: /* @__PURE__ */ scored({
    name: 'flesch',
    score: ({ perSentence, perWord }) => 206.835 - 1.015 * perSentence - 84.6 * perWord,
    label: 'a Flesch reading ease',
    higherIsHarder: false,
  }),
  fleschKincaid: /* @__PURE__ */ scored({
    name: 'fleschKincaid',
    score: ({ perSentence, perWord }) => 0.39 * perSentence + 11.8 * perWord - 15.59,
    label: 'a Flesch-Kincaid grade',
    higherIsHarder: true,
  }),
}

interface Measures {
  /** Words in a sentence, on average. */
  readonly perSentence: number
  /** Syllables in a word, on average. */
  readonly perWord: number
  readonly longest: { readonly words: number; readonly text: string }
}

interface Score {
  readonly name: string
  readonly label: string
  readonly higherIsHarder: boolean
  readonly score: (measures: Measures) => number
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly words: string
}

function scored(score: Score): Readability {
  const bound = (value: unknown): number => {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new OptionError(`readability.${score.name}: a bound is a number, got ${shown(value)}.`)
  }
  return {
    min: (n) => rule(score, { least: bound(n), most: Number.POSITIVE_INFINITY, words: `of at least ${n}` }),
    max: (n) => rule(score, { least: Number.NEGATIVE_INFINITY, most: bound(n), words: `of at most ${n}` }),
    between(least, most) {
      if (bound(least) > bound(most))
        throw new OptionError(`readability.${score.name}.between(): give the smaller number first.`)
      return rule(score, { least, most, words: `between ${least} and ${most}` })
    },
  }
}

function rule(score: Score, { least, most, words }: Bounds): Requirement<unknown> {
  const description = `Write English with ${score.label} ${words}.`
  return {
    description,
    validate(_value, { text }) {
      const measures = measure(text)
      if (!measures) return `${description} There are no words in it.`
      const value = score.score(measures)
      if (value >= least && value <= most) return true
      return `${description} It is ${value.toFixed(1)}. ${advice(measures, value > most === score.higherIsHarder)}`
    },
  }
}

function advice({ perSentence, perWord, longest }: Measures, isTooHard: boolean): string {
  const averages = `On average a sentence has ${perSentence.toFixed(1)} words, a word ${perWord.toFixed(2)} syllables.`
  return isTooHard
    ? `Write shorter sentences and words. ${averages} The longest sentence has ${longest.words} words: ${shown(longest.text)}`
    : `Write longer sentences and words. ${averages}`
}

function measure(text: string): Measures | undefined {
  const reader = new SentenceReader()
  const sentences = [...reader.push(text), ...reader.end()].map((sentence) => ({
    text: sentence,
    words: wordsOf(sentence),
  }))
  const words = sentences.flatMap((sentence) => sentence.words)
  if (words.length === 0) return undefined
  const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0)
  const longest = sentences.reduce((one, other) => (other.words.length > one.words.length ? other : one))
  return {
    perSentence: words.length / sentences.length,
    perWord: syllables / words.length,
    longest: { words: longest.words.length, text: longest.text },
  }
}

function wordsOf(text: string): readonly string[] {
  const reader = new WordReader()
  return [...reader.push(text), ...reader.end()]
}
