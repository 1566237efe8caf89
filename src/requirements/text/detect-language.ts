import {
  arabic,
  cyrillic,
  latin,
  type ArabicLanguage,
  type CyrillicLanguage,
  type LanguageTraits,
  type LatinLanguage,
} from './language-table.ts'

type LanguageWithScript = 'el' | 'he' | 'hi' | 'th' | 'ko' | 'ja' | 'zh'

/** Languages that are told apart, by their codes of ISO 639-1; `no` is Norwegian Bokmål. */
export type LanguageCode = LatinLanguage | CyrillicLanguage | ArabicLanguage | LanguageWithScript

/** Scripts that are taken for one language each. */
const languageOfScript: readonly (readonly [code: LanguageWithScript, letter: RegExp])[] = [
  ['el', /\p{Script=Greek}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['th', /\p{Script=Thai}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /\p{Script=Han}/u],
]

/** What speaks for which languages, and how much: the fewer languages have it, the more. */
type Evidence = ReadonlyMap<string, { readonly languages: readonly LanguageCode[]; readonly weight: number }>

interface SharedScript {
  readonly letter: RegExp
  readonly languages: readonly LanguageCode[]
  readonly words: Evidence
  readonly groups: Evidence
  readonly letters: Evidence
}

const sharedScripts: readonly SharedScript[] = /* @__PURE__ */ [
  /* @__PURE__ */ sharedScript(/\p{Script=Latin}/u, latin),
  /* @__PURE__ */ sharedScript(/\p{Script=Cyrillic}/u, cyrillic),
  /* @__PURE__ */ sharedScript(/\p{Script=Arabic}/u, arabic),
]

/** All that can be told apart. */
export const languageCodes: readonly LanguageCode[] = /* @__PURE__ */ [
  ...sharedScripts.flatMap(({ languages }) => languages),
  ...languageOfScript.map(([code]) => code),
]

/** Hears a text word by word and says which language it is in: by its script, its frequent words, letters and groups of letters. */
export class LanguageDetector {
  /** How many letters were heard. */
  letters = 0
  readonly #heard = new Map<LanguageCode | SharedScript, number>()
  readonly #scores = new Map<LanguageCode, number>()

  hear(raw: string): void {
    const word = raw.normalize('NFC').toLowerCase().replaceAll('’', "'").slice(0, 40)
    for (const letter of word) this.#hearLetter(letter)
    const script = sharedScripts.find(({ letter }) => letter.test(word))
    if (!script) return
    const { words, groups, letters } = script
    this.#weigh(words.get(word), 2)
    if (word.includes("'")) for (const part of word.split("'")) this.#weigh(words.get(part), 1)
    const marked = `^${word}$`
    for (let from = 0; from < marked.length; from++)
      for (let length = 1; length <= 6; length++)
        if (from + length <= marked.length) this.#weigh(groups.get(marked.slice(from, from + length)), 0.5)
    for (const letter of word) this.#weighLetter(letters.get(letter), script)
  }

  /**
   * The language that fits best, and by how much better than `wanted`; of equals, `wanted`. Nothing when there is no letter.
   */
  best(wanted?: LanguageCode): { readonly code: LanguageCode; readonly lead: number } | undefined {
    const kana = this.#heard.get('ja') ?? 0
    const han = this.#heard.get('zh') ?? 0
    // Japanese is written with both
    const isJapanese = kana * 8 > han
    const scripts = new Map(this.#heard)
      .set('ja', isJapanese ? kana + han : 0)
      .set('zh', isJapanese ? 0 : kana + han)
    const [script, letters] = [...scripts].reduce((one, other) => (other[1] > one[1] ? other : one))
    if (letters === 0) return undefined
    if (typeof script === 'string')
      return { code: script, lead: script === wanted ? 0 : Number.POSITIVE_INFINITY }
    const score = (code: LanguageCode): number => this.#scores.get(code) ?? 0
    const better = (one: LanguageCode, other: LanguageCode): LanguageCode =>
      score(other) > score(one) ? other : one
    const isPossible = wanted !== undefined && script.languages.includes(wanted)
    const code = isPossible ? script.languages.reduce(better, wanted) : script.languages.reduce(better)
    return { code, lead: isPossible ? score(code) - score(wanted) : Number.POSITIVE_INFINITY }
  }

  #hearLetter(letter: string): void {
    const own = languageOfScript.find(([, pattern]) => pattern.test(letter))?.[0]
    const script = own ?? sharedScripts.find((one) => one.letter.test(letter))
    if (!script) return
    this.letters += 1
    this.#heard.set(script, (this.#heard.get(script) ?? 0) + 1)
  }

  #weigh(evidence: ReturnType<Evidence['get']>, factor: number): void {
    for (const code of evidence?.languages ?? []) this.#add(code, factor * (evidence?.weight ?? 0))
  }

  /** A letter that a language does not have speaks against it. */
  #weighLetter(evidence: ReturnType<Evidence['get']>, { languages }: SharedScript): void {
    if (!evidence) return
    this.#weigh(evidence, 0.5)
    for (const code of languages) if (!evidence.languages.includes(code)) this.#add(code, -1.5)
  }

  #add(code: LanguageCode, score: number): void {
    this.#scores.set(code, (this.#scores.get(code) ?? 0) + score)
  }
}

function sharedScript<Code extends LanguageCode>(
  letter: RegExp,
  table: Readonly<Record<Code, LanguageTraits>>,
): SharedScript {
  const languages = Object.keys(table) as Code[]
  const evidence = (split: (traits: LanguageTraits) => readonly string[]): Evidence => {
    const found = new Map<string, Code[]>()
    for (const code of languages)
      for (const feature of new Set(split(table[code])))
        found.set(feature, [...(found.get(feature) ?? []), code])
    const weigh = (some: readonly Code[]): number => 0.2 + Math.log(languages.length / some.length)
    return new Map([...found].map(([feature, some]) => [feature, { languages: some, weight: weigh(some) }]))
  }
  return {
    letter,
    languages,
    words: evidence(({ words }) => words.split(' ')),
    groups: evidence(({ groups }) => groups.split(' ')),
    letters: evidence(({ letters }) => Array.from(letters)),
  }
}
