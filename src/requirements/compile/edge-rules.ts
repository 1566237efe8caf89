import { beginsWith, endsIn } from './measure/edges.ts'
import { readQuote, readWord } from './read-phrases.ts'
import { meaning, rule, type Meaning, type Rule } from './rule.ts'
import type { Reader } from './sentence.ts'

const words = {
  phrase:
    '[the | this] [exact | following] [exact | following] (word | words | phrase | sentence | text | line | greeting | expression) [:]',
  begin: 'begin | start | open',
  begins: '[@answer] (begins | starts | opens)',
  end: 'end | finish | close | conclude',
  ends: '[@answer] (ends | finishes | closes | concludes)',
  ending: '([please] @end [@answer] | @answer @must @end | @ends) (with | in | on)',
  after:
    '[. (no | do not write any) other (words | word | text) [should | must | may] (follow | after) [this | the | that] (phrase | ())]',
  ps: '[a | the] (postscript | p . s . | p . s | ps | post script)',
}

/** How a text begins and ends. */
export const edgeRules: readonly Rule[] = [
  rule({
    kind: 'starts-with',
    standing: 'instead',
    words,
    slots: { quote: readQuote, word: readWord },
    says: [
      [
        [
          '[please] @begin [@answer] (with | by saying) [@phrase] {quote}',
          '(@answer @must @begin | @begins) with [@phrase] {quote}',
          'the first (word | words | sentence) [of @answer] (@must be | is | are) {quote}',
        ],
        ({ quote }) => begins(quote),
      ],
      [
        [
          '[please] @begin [@answer] with the word {word}',
          '(@answer @must @begin | @begins) with the word {word}',
          'the first word [of @answer] (@must be | is) {word}',
        ],
        ({ word }) => begins(word),
      ],
    ],
  }),
  rule({
    kind: 'ends-with',
    standing: 'instead',
    words,
    slots: { quote: readQuote, word: readWord },
    says: [
      [
        [
          '[please] @end [@answer] (with | by saying) [@phrase] {quote} @after',
          '(@answer @must @end | @ends) with [@phrase] {quote} @after',
          'the [very] last (word | words | sentence) [of @answer] (@must be | is | are) {quote}',
        ],
        ({ quote }) => ends(quote),
      ],
      [
        [
          '[please] @end [@answer] with the word {word}',
          '(@answer @must @end | @ends) with the word {word}',
          'the [very] last word [of @answer] (@must be | is) {word}',
        ],
        ({ word }) => ends(word),
      ],
      [['@ending a question [mark]'], () => lastMark('a question mark', /[?？]/)],
      [['@ending an exclamation (mark | point)'], () => lastMark('an exclamation mark', /[!！]/)],
      [['@ending a (period | full stop)'], () => lastMark('a full stop', /[.。]/)],
    ],
  }),
  rule({
    kind: 'wrapped-in-quotes',
    standing: 'instead',
    slots: {},
    says: [
      [
        [
          '[please] (wrap | put | enclose | write | surround) @answer (in | with | between | inside | within) ([double] quotation marks | double quotes)',
          '@answer @must be (wrapped | put | enclosed | written | surrounded) (in | with | between | inside | within | by) ([double] quotation marks | double quotes)',
        ],
        () => wrapped,
      ],
    ],
  }),
  rule({
    kind: 'postscript',
    standing: 'instead',
    words,
    slots: { marker: readMarker() },
    says: [
      [
        [
          '[at the end of @answer [,]] [please] [explicitly] (add | include | write | append) @ps [(starting | beginning) with {marker}] [at the end] [@in]',
          '@answer @must (have | contain | include | end with) @ps [(starting | beginning) with {marker}]',
          '[please] end [@answer] with @ps',
        ],
        ({ marker = 'P.S.' }) => postscript(marker),
      ],
    ],
  }),
]

function begins(phrase: string | undefined): Meaning | undefined {
  if (phrase === undefined) return undefined
  return meaning(`begins with "${phrase}"`, (text) =>
    beginsWith(text, phrase) ? undefined : `It begins with ${JSON.stringify(text.trim().slice(0, 40))}.`,
  )
}

function ends(phrase: string | undefined): Meaning | undefined {
  if (phrase === undefined) return undefined
  return meaning(`ends with "${phrase}"`, (text) => (endsIn(text, phrase) ? undefined : itEndsWith(text)))
}

function lastMark(name: string, mark: RegExp): Meaning {
  return meaning(`ends with ${name}`, (text) => {
    const last = text.replace(/[\s"'”’»)\]*_]+$/, '').slice(-1)
    return mark.test(last) ? undefined : itEndsWith(text)
  })
}

function itEndsWith(text: string): string {
  return `It ends with ${JSON.stringify(text.trim().slice(-40))}.`
}

const wrapped: Meaning = meaning('all of it in double quotation marks', (text) =>
  /^["“„][\s\S]+["”“]$/.test(text.trim()) ? undefined : 'It is not wrapped in double quotation marks.',
)

function postscript(marker: string): Meaning {
  const begun = marker.replace(/\.$/, '')
  return meaning(`a postscript that begins with "${marker}"`, (text) =>
    text.split('\n').some((line) => beginsWith(line, begun))
      ? undefined
      : `It has no line that begins with "${marker}".`,
  )
}

/** A phrase between quotation marks, or "P.S." and "P.P.S." without them; the last stop may have been taken for the sentence's own. */
function readMarker(): Reader<string> {
  return (sentence, at) => {
    const quoted = readQuote(sentence, at)
    if (quoted.length > 0) return quoted
    let next = at
    let marker = ''
    for (let letter = sentence.plain(next); letter === 'p' || letter === 's'; letter = sentence.plain(next)) {
      marker += `${letter.toUpperCase()}.`
      next += sentence.plain(next + 1) === '.' ? 2 : 1
    }
    return /^(P\.)+S\.$/.test(marker) ? [{ value: marker, next }] : []
  }
}
