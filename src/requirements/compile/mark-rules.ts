import { countedBy, countedRule } from './counted-rule.ts'
import {
  countAddresses,
  countEmoji,
  countHashtags,
  countLinks,
  countMarks,
  countNumbers,
  countPlaceholders,
} from './measure/marks.ts'
import type { Rule, Standing } from './rule.ts'

/** Marks by how they are called: several spellings of one are one mark. */
const marks: readonly (readonly [kind: string, nouns: string, one: string, many: string, marks: string])[] = [
  ['commas', 'commas | comma', 'comma', 'commas', ',，、'],
  ['semicolons', 'semicolons | semicolon', 'semicolon', 'semicolons', ';；'],
  ['colons', 'colons | colon', 'colon', 'colons', ':：'],
  ['question-marks', 'question marks | question mark', 'question mark', 'question marks', '?？'],
  [
    'exclamation-marks',
    'exclamation (marks | mark | points | point)',
    'exclamation mark',
    'exclamation marks',
    '!！',
  ],
  ['em-dashes', 'em (dashes | dash)', 'em dash', 'em dashes', '—'],
  ['asterisks', 'asterisks | asterisk', 'asterisk', 'asterisks', '*'],
]

/** Marks that come in pairs: how many there are is not clear, that there are none is. */
const pairs: readonly (readonly [kind: string, nouns: string, many: string, marks: string])[] = [
  ['parentheses', 'parentheses | round brackets', 'parentheses', '()（）'],
  ['quotation-marks', '[double] quotation marks', 'quotation marks', '"“”„'],
]

/** Marks and other signs in a text. */
export const markRules: readonly Rule[] = [
  placeholderRule(),
  ...marks.map(([kind, nouns, one, many, all]) =>
    signs({ kind, standing: 'instead', nouns, one, many, count: (text) => countMarks(text, all) }),
  ),
  ...pairs.map(([kind, nouns, many, all]) =>
    signs({
      kind,
      standing: 'instead',
      nouns,
      one: many,
      many,
      count: (text) => countMarks(text, all),
      absence: true,
    }),
  ),
  signs({
    kind: 'digits',
    standing: 'instead',
    nouns: 'digits | digit | arabic numerals',
    one: 'digit',
    many: 'digits',
    count: (text) => text.match(/\d/g)?.length ?? 0,
  }),
  signs({
    kind: 'numbers',
    standing: 'beside',
    nouns: '[different] (numbers | number | numerals | figures) [in digits]',
    one: 'number in digits',
    many: 'numbers in digits',
    count: countNumbers,
  }),
  signs({
    kind: 'emoji',
    standing: 'instead',
    nouns: 'emoji | emojis | emoticons | emoji characters',
    one: 'emoji',
    many: 'emoji',
    count: countEmoji,
  }),
  signs({
    kind: 'hashtags',
    standing: 'instead',
    nouns: 'hashtags | hashtag | hash tags',
    one: 'hashtag',
    many: 'hashtags',
    count: countHashtags,
  }),
  signs({
    kind: 'links',
    standing: 'instead',
    nouns: 'urls | url | web links | links | link | web addresses | web address | hyperlinks | hyperlink',
    one: 'link',
    many: 'links',
    count: countLinks,
  }),
  signs({
    kind: 'e-mail-addresses',
    standing: 'instead',
    nouns: '(e mail | email) (addresses | address)',
    one: 'e-mail address',
    many: 'e-mail addresses',
    count: countAddresses,
  }),
]

interface Signs {
  readonly kind: string
  readonly standing: Standing
  readonly nouns: string
  readonly one: string
  readonly many: string
  readonly count: (text: string) => number
  /** Only that there are none can be said. */
  readonly absence?: boolean
}

function signs({ one, many, count, absence = false, ...rest }: Signs): Rule {
  const means = countedBy(one, many, count)
  return countedRule({
    ...rest,
    means: (amount) => (absence && amount.max !== 0 ? undefined : means(amount)),
    some: [
      '[please] [@in [,]] @make (a | an | some | at least one) @nouns [@in]',
      '(@answer @must @have | @has) (a | an | some) @nouns',
    ],
    none: [
      '(@answer @must @have | @has | @make | [@say] with) no @nouns [@in]',
      '[@say | @answer @must be [written]] without [using] [any] @nouns',
      'no @nouns [(at all | anywhere | whatsoever | allowed | please)] [@in]',
      '[@in [,]] [the use of] @nouns (is | are) (not allowed | forbidden | prohibited)',
    ],
  })
}

function placeholderRule(): Rule {
  return countedRule({
    kind: 'placeholders',
    standing: 'instead',
    nouns: `[bracketed] (placeholders | placeholder) [[that are | which are] (represented by | represented in | in | marked by | marked with | written in | using | with | enclosed in) [square] brackets]`,
    example: 'square',
    means: countedBy('placeholder in square brackets', 'placeholders in square brackets', countPlaceholders),
    none: [],
  })
}
