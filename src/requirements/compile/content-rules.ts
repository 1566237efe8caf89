import { isJSON } from '../json/is-json.ts'
import { titleOf, withoutFence } from './measure/markup.ts'
import { readNumber } from './read-number.ts'
import { readSample, readWord } from './read-phrases.ts'
import { meaning, rule, type Meaning, type Rule } from './rule.ts'

const brackets = 'double (angular | angle | angled) brackets [@such {sample}]'

/** Forms that a text has as a whole. */
export const contentRules: readonly Rule[] = [
  rule({
    kind: 'title',
    standing: 'instead',
    slots: { sample: readSample('angled') },
    words: { wrapped: '(wrapped | enclosed | written | put | surrounded | ())' },
    says: [
      [
        [
          `(@answer @must @have | @has | [please] @make) a title [,] [that is | which is] @wrapped (in | by | with) ${brackets}`,
          `[please] (wrap | put | enclose | write) (the | its | your | a) title in ${brackets}`,
          `(the | its | your) title @must be @wrapped in ${brackets}`,
        ],
        () => title,
      ],
    ],
  }),
  rule({
    kind: 'json',
    standing: 'instead',
    slots: {},
    words: { json: '[a | an] [single] [valid] json [object | format | document | array]' },
    says: [
      [
        [
          '[please] (@say | return | output | give | use | produce) [only | just] [@answer] [(in | with | as | using)] [only | just] @json [only] [please]',
          '(@answer @must be | [@answer] is) [in | written in | formatted as | wrapped in | given in | given as] [only] @json',
          '@answer @must be wrapped in json format . [you can] use markdown ticks such as ```',
          'the (output | answer | response) format (is | must be | should be) json',
        ],
        () => json,
      ],
    ],
  }),
  rule({
    kind: 'two-answers',
    standing: 'instead',
    slots: { n: readNumber },
    says: [
      [
        [
          '[please] give two different (responses | answers) [. (responses | answers) and only (responses | answers) should be] [,] separated by ({n} (asterisk | asterisks) [symbols] [: ******] | ******)',
        ],
        ({ n = 6 }) => (n === 6 ? twoAnswers : undefined),
      ],
    ],
  }),
  rule({
    kind: 'sections',
    standing: 'instead',
    slots: { word: readWord, n: readNumber, x: readWord, y: readWord, n2: readNumber },
    says: [
      [
        [
          '@answer @must have {n} (sections | section) . [please] mark the (beginning | start) of each section with {word} {x} [@such {y} {n2}]',
        ],
        ({ word, n }) => (word === undefined || n === undefined ? undefined : sections(word, n)),
      ],
    ],
  }),
]

const title: Meaning = meaning('a title in double angle brackets', (text) =>
  titleOf(text) === undefined ? 'It has no title in double angle brackets, <<like this>>.' : undefined,
)

const bareJson = isJSON()
/** In a fence of code or without one. */
const json: Meaning = {
  reading: 'valid JSON',
  check: {
    validate: (value, request) =>
      bareJson.validate?.(value, { ...request, text: withoutFence(request.text) }) ?? false,
  },
}

const twoAnswers: Meaning = meaning('two different answers, parted by ******', (text) => {
  const answers = text.split('******').map((answer) => answer.trim())
  if (answers.length !== 2 || answers.includes('')) return 'It is not two answers with ****** between them.'
  return answers[0] === answers[1] ? 'Both answers are the same.' : undefined
})

function sections(word: string, n: number): Meaning {
  return meaning(`exactly ${n} sections, each begun with "${word}" and its number`, (text) => {
    const begun = text.split('\n').filter((line) => beginsSection(line, word)).length
    return begun === n ? undefined : `It has ${begun} sections that begin with "${word}" and a number.`
  })
}

/** Numbered in digits, in Roman numbers or in letters. */
function beginsSection(line: string, word: string): boolean {
  const bare = line.replace(/^[\s#*_]+/, '').toLowerCase()
  return bare.startsWith(word.toLowerCase()) && /^\s*(\d+|[ivxlc]+|[a-z])\b/.test(bare.slice(word.length))
}
