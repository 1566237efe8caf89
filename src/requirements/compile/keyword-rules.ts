import { containsAll, containsNone } from '../text/contains.ts'
import { TextSearch } from '../text/text-search.ts'
import { amountOfTimes, sayAmount, within, type Amount } from './amount.ts'
import { countCapitalWords, countLetter } from './measure/marks.ts'
import { quotesJoinedBy, readLetter, readQuote, readWord, wordsJoinedBy } from './read-phrases.ts'
import { meaning, rule, type Meaning, type Rule } from './rule.ts'

const words = {
  // what says that a word comes: only then it may stand without quotation marks
  word: '[exact | following | specific] (word | keyword | term | name)',
  wordList: '[exact | following | specific | two | three | four] (words | keywords | terms | names) [:]',
  phrase:
    '[exact | following | specific] (phrase | expression | text | string | sentence | words | hashtag | phrases | expressions) [:]',
  bring: '(use | include | mention | contain | say | write | incorporate | feature | insert | have)',
  appear:
    '(appear | occur | be used | be included | be mentioned | be present | show up | be contained | be)',
}

const all = { some: wordsJoinedBy('and', '&'), quotes: quotesJoinedBy('and', '&'), word: readWord }
const any = {
  some: wordsJoinedBy('and', 'or', 'nor', '&'),
  quotes: quotesJoinedBy('and', 'or', 'nor', '&'),
  word: readWord,
}

/** Words that have to be there, that must not be there, and how often. */
export const keywordRules: readonly Rule[] = [
  rule({
    kind: 'includes',
    standing: 'instead',
    words,
    slots: all,
    says: [
      [
        [
          '[please] [@in [,]] [please] @bring [the] (@phrase | @word | @wordList) {quotes} [@in] [at least once]',
          '[please] [@in [,]] [please] @bring {quotes} [@in] [at least once]',
          '(@answer @must @bring | @has | [@answer] (mentions | says)) [the] (@phrase | @word | @wordList | ()) {quotes} [at least once]',
          '[the] (@phrase | @word | @wordList | ()) {quotes} (@must @appear | appears | appear) [@in] [at least once]',
          'make sure [that] ([@answer] mentions | @has | to @bring) [the] (@phrase | @word | @wordList | ()) {quotes} [@in]',
        ],
        ({ quotes }) => quotes && includes(quotes),
      ],
      [
        [
          '[please] [@in [,]] @bring [the] @wordList {some} [@in]',
          '(@answer @must @bring | @has) the @wordList {some}',
          'the @wordList {some} (@must @appear | appear) [@in]',
        ],
        ({ some }) => some && includes(some),
      ],
      [
        [
          '[please] [@in [,]] @bring the @word {word} [@in]',
          '(@answer @must @bring | @has) the @word {word}',
          'the @word {word} (@must @appear | appears) [@in] [at least once]',
          '[please] mention {word} by name',
          '(@answer @must mention | [@answer] mentions) {word} by name',
        ],
        ({ word }) => (word === undefined ? undefined : includes([word])),
      ],
    ],
  }),
  rule({
    kind: 'excludes',
    standing: 'instead',
    words,
    slots: any,
    says: [
      [
        [
          '@dont [@bring] [any of] [the] (@phrase | @word | @wordList | ()) {quotes} [@in]',
          '@answer @mustNot @bring [any of] [the] (@phrase | @word | @wordList | ()) {quotes}',
          '[please] (avoid | refrain from) [using | the use of | mentioning | saying] [the] (@phrase | @word | @wordList | ()) {quotes} [@in]',
          '[the] (@phrase | @word | @wordList | ()) {quotes} @mustNot @appear [@in]',
          '@bring (no | none of the) (@phrase | @word | @wordList) {quotes}',
          '(@answer (@must | ()) @bring | @say) without [using | saying] [the] (@phrase | @word | @wordList | ()) {quotes}',
        ],
        ({ quotes }) => quotes && excludes(quotes),
      ],
      [
        [
          '@dont @bring [any of] the @wordList {some} [@in]',
          '@answer @mustNot @bring [any of] the @wordList {some}',
          '[please] (avoid | refrain from) [using | saying] the @wordList {some} [@in]',
        ],
        ({ some }) => some && excludes(some),
      ],
      [
        [
          '@dont @bring the @word {word} [@in]',
          '@answer @mustNot @bring the @word {word}',
          '[please] (avoid | refrain from) [using | saying] the @word {word} [@in]',
          'the @word {word} @mustNot @appear [@in]',
        ],
        ({ word }) => (word === undefined ? undefined : excludes([word])),
      ],
    ],
  }),
  rule({
    kind: 'occurrences',
    standing: 'instead',
    words,
    slots: { word: readWord, quote: readQuote, times: amountOfTimes() },
    says: [
      [
        [
          '[@in [,]] the (@word | @phrase) {word} (@must (appear | occur | be used | be mentioned | be included) | appears | occurs) {times} [@in]',
          '[please] [@in [,]] (use | mention | include | repeat | say) the (@word | @phrase) {word} {times} [@in]',
          '@answer (@must (use | mention | include | contain | repeat | say) | contains | includes | mentions | uses) the (@word | @phrase) {word} {times}',
        ],
        ({ word, times }) => (word === undefined ? undefined : times && occurs(word, times)),
      ],
      [
        [
          '[please] [@in [,]] (use | mention | include | repeat | say) {quote} {times} [@in]',
          '{quote} (@must (appear | occur | be used | be mentioned | be included) | appears | occurs) {times} [@in]',
        ],
        ({ quote, times }) => (quote === undefined ? undefined : times && occurs(quote, times)),
      ],
    ],
  }),
  rule({
    kind: 'letter',
    standing: 'instead',
    slots: { letter: readLetter, times: amountOfTimes() },
    says: [
      [
        [
          '[@in [,]] [the] letter {letter} (@must (appear | occur | be used) | appears | occurs) {times} [@in]',
          '[please] [@in [,]] use the letter {letter} {times} [@in]',
          '@answer (@must (use | contain | include) | contains | uses) the letter {letter} {times}',
        ],
        ({ letter, times }) => (letter === undefined ? undefined : times && hasLetter(letter, times)),
      ],
      [
        [
          '@dont (use | include | write) [the | any] letter {letter} [@in]',
          '@answer @mustNot (use | contain | include) [the | any] letter {letter}',
          '[please] (avoid | refrain from) [using] the letter {letter} [@in]',
          'the letter {letter} @mustNot (appear | occur | be used) [@in]',
          '@say without [using] the letter {letter}',
        ],
        ({ letter }) => (letter === undefined ? undefined : hasLetter(letter, { max: 0 })),
      ],
    ],
  }),
  rule({
    kind: 'capital-words',
    standing: 'instead',
    slots: { times: amountOfTimes() },
    says: [
      [
        [
          '[@in [,]] words (with | in | written in) [all] (capital letters | capitals | caps | upper case | uppercase) (@must (appear | occur | be used) | appear) {times} [@in]',
        ],
        ({ times }) => times && capitals(times),
      ],
    ],
  }),
]

function includes(phrases: readonly string[]): Meaning {
  return { reading: `includes ${quoted(phrases)}`, check: containsAll(phrases, { wholeWords: true }) }
}

function excludes(phrases: readonly string[]): Meaning {
  return {
    reading: `does not include ${quoted(phrases)}`,
    check: containsNone(phrases, { wholeWords: true }),
  }
}

function occurs(word: string, times: Amount): Meaning {
  return meaning(sayTimes(`"${word}"`, times), (text) => {
    const search = new TextSearch([word], { wholeWords: true }).start()
    const found = search.push(text).length + search.end().length
    return within(found, times) ? undefined : `It has "${word}" ${said(found)}.`
  })
}

function hasLetter(letter: string, times: Amount): Meaning {
  return meaning(sayTimes(`letter "${letter.toLowerCase()}"`, times), (text) => {
    const found = countLetter(text, letter)
    return within(found, times) ? undefined : `It has the letter "${letter}" ${said(found)}.`
  })
}

function capitals(times: Amount): Meaning {
  return meaning(sayAmount(times, 'word in capital letters', 'words in capital letters'), (text) => {
    const found = countCapitalWords(text)
    return within(found, times) ? undefined : `Words in capital letters: ${found}.`
  })
}

function sayTimes(what: string, times: Amount): string {
  return times.max === 0 ? `no ${what}` : `${what} ${sayAmount(times, 'time', 'times')}`
}

function said(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function quoted(phrases: readonly string[]): string {
  return phrases.map((phrase) => `"${phrase}"`).join(', ')
}
