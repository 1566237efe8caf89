import { porterStem } from './porter-stem.ts'

/**
 * How much two texts have in common, from 0 to 1: F1 of ROUGE-L, the longest sequence of words that both have in this order. From
 * C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004; words are cut and stemmed as in Google's `rouge_score`
 * with its stemmer, and letters of all scripts count (there only a to z do).
 */
export function rougeL(one: readonly string[], other: readonly string[]): number {
  const common = longestCommon(one, other)
  return common === 0 ? 0 : (2 * common) / (one.length + other.length)
}

// scripts that put no spaces between words: a letter is a word
const letters = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`
const word = new RegExp(`[${letters}]|(?:(?![${letters}])[\\p{L}\\p{N}\\p{M}])+`, 'gu')

/** The words of a text, as `rougeL` compares them. */
export function rougeWords(text: string): readonly string[] {
  const words = text.normalize().toLowerCase().match(word) ?? []
  return words.map((each) => (each.length > 3 ? porterStem(each) : each))
}

/** Length of the longest common subsequence, in memory for one row. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  const [long, short] = one.length < other.length ? [other, one] : [one, other]
  const row = new Uint32Array(short.length + 1)
  for (const each of long) {
    let diagonal = 0
    for (let at = 1; at <= short.length; at++) {
      const above = row[at] ?? 0
      row[at] = each === short[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0)
      diagonal = above
    }
  }
  return row[short.length] ?? 0
}
