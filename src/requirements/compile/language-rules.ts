import { lowerCase, upperCase } from '../text/casing.ts'
import { allOf } from '../combine.ts'
import { languageCodes, type LanguageCode } from '../text/detect-language.ts'
import { language } from '../text/language.ts'
import { rule, type Meaning, type Rule } from './rule.ts'
import { needing, type Reader } from './sentence.ts'

const names: ReadonlyMap<string, LanguageCode> = new Map(
  languageCodes.map((code) => [nameOf(code).toLowerCase(), code]),
)

const readLanguage: Reader<LanguageCode> = needing(new Set(names.keys()), (sentence, at) => {
  const code = names.get(sentence.plain(at) ?? '')
  return code ? [{ value: code, next: at + 1 }] : []
})

/** In which language a text is. */
export const languageRules: readonly Rule[] = [
  rule({
    kind: 'language',
    // a few words tell little of their language
    standing: 'beside',
    slots: { code: readLanguage },
    words: {
      upper: '[all] (upper case | uppercase | capital | block capital) letters | all (caps | capitals)',
      lower: '[all] (lower case | lowercase | small) letters',
    },
    says: [
      [
        [
          '[please] (answer | respond | reply | write) [@answer | everything] [only | entirely] in {code} [only] [please]',
          '@answer @must be [written] [only | entirely | completely] in {code} [language] [, no other language is allowed]',
          '[@answer] is [written] in {code}',
          '[please] use (only | just) {code}',
          '[only] in {code} [please | only]',
        ],
        ({ code }) => code && inLanguage(code),
      ],
      [
        [
          '@answer @must be in {code} [,] and in @upper [. no lower case letters are allowed | . no lowercase letters are allowed]',
        ],
        ({ code }) =>
          code && both(inLanguage(code), { reading: 'no letter in lower case', check: upperCase() }),
      ],
      [
        ['@answer @must be in {code} [,] and in @lower [. no capital letters are allowed]'],
        ({ code }) =>
          code && both(inLanguage(code), { reading: 'no letter in upper case', check: lowerCase() }),
      ],
    ],
  }),
]

function inLanguage(code: LanguageCode): Meaning {
  return { reading: `in ${nameOf(code)}`, check: language(code) }
}

function both(one: Meaning, other: Meaning): Meaning {
  return { reading: `${one.reading}, ${other.reading}`, check: allOf(one.check, other.check) }
}

function nameOf(code: LanguageCode): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code
}
