import { WordReader } from '../text/word-reader.ts'

/** What a sentence can be held against without a model. */
export interface LexicalRule {
  readonly numbers: boolean
  /** From 0 to 1. */
  readonly minOverlap: number
  readonly vocabulary: Vocabulary
}

interface Vocabulary {
  readonly numbers: ReadonlySet<string>
  readonly stems: ReadonlySet<string>
}

/** The words and numbers of some texts. */
export function vocabularyOf(texts: readonly string[]): Vocabulary {
  return {
    numbers: new Set(texts.flatMap(numbersIn)),
    stems: new Set(texts.flatMap(stemsIn)),
  }
}

/** Why a sentence cannot be backed by texts with this vocabulary, as far as its words tell. */
export function lexicalFault(
  sentence: string,
  { numbers, minOverlap, vocabulary }: LexicalRule,
): string | undefined {
  const unknown = numbers ? numbersIn(sentence).find((number) => !vocabulary.numbers.has(number)) : undefined
  if (unknown !== undefined) return `${unknown} is in none of them`
  const stems = stemsIn(sentence)
  const known = stems.filter((stem) => vocabulary.stems.has(stem)).length
  if (stems.length === 0 || known >= minOverlap * stems.length) return undefined
  return `only ${known} of its ${stems.length} longer words are in them`
}

/** Numbers of two digits and more, without what groups their digits; marks of citations are none. */
function numbersIn(text: string): readonly string[] {
  const plain = text
    .replaceAll(/\[[^[\]]*\]/g, ' ')
    .replaceAll(/(?<=\d)[,.'’\u00a0\u202f](?=\d{3}(?!\d))/g, '')
  return plain.match(/\d+(?:[.,]\d+)?/g)?.filter((number) => number.length > 1) ?? []
}

/** The beginnings of longer words, so that endings do not matter. */
function stemsIn(text: string): readonly string[] {
  const reader = new WordReader()
  const words = [...reader.push(text), ...reader.end()].map((word) => word.toLowerCase())
  return words.filter((word) => word.length >= 4 && /^\p{L}/u.test(word)).map((word) => word.slice(0, 5))
}
