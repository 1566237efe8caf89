import { quotesJoinedBy } from './read-phrases.ts'
import { meaning, rule, type Meaning, type Rule } from './rule.ts'

/** One answer out of several, and nothing else. */
export const choiceRules: readonly Rule[] = [
  rule({
    kind: 'one-of',
    standing: 'instead',
    slots: { quotes: quotesJoinedBy('or') },
    words: {
      only: '[please] (answer | respond | reply) ((only | just) [with] | with (only | just | either)) [either]',
    },
    says: [
      [
        [
          '[please] (answer | respond | reply) (with | using) [exactly | only] one of (the following | these) [options | answers | phrases | words] [:] ({quotes} | \\( {quotes} \\))',
          '@only {quotes} [only]',
          '@answer @must be [exactly] (one of [the following | these] [options | answers] [:] | either) {quotes}',
        ],
        ({ quotes }) => oneOf(quotes),
      ],
      [['@only yes or no [only]'], () => oneOf(['yes', 'no'])],
      [['@only true or false [only]'], () => oneOf(['true', 'false'])],
    ],
  }),
]

function oneOf(options: readonly string[] | undefined): Meaning | undefined {
  if (options === undefined || options.length < 2) return undefined
  const list = options.map((option) => `"${option}"`).join(' or ')
  return meaning(`${list}, and nothing else`, (text) =>
    options.some((option) => bare(option) === bare(text)) ? undefined : `It is not ${list} alone.`,
  )
}

/** Case, marks around and a stop at the end make no difference. */
function bare(text: string): string {
  return text
    .trim()
    .replaceAll(/^["'“‘*_(]+|["'”’*_).!]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
}
