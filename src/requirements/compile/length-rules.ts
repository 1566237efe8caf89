import { characters } from '../text/characters.ts'
import { lines } from '../text/lines.ts'
import { paragraphs } from '../text/paragraphs.ts'
import { sentences } from '../text/sentences.ts'
import { words } from '../text/words.ts'
import { countedBy, countedRule, countedWith } from './counted-rule.ts'
import type { Rule } from './rule.ts'

/** How long a text is. */
export const lengthRules: readonly Rule[] = [
  countedRule({
    kind: 'words',
    standing: 'instead',
    nouns: 'words | word',
    means: countedWith('word', 'words', words),
  }),
  countedRule({
    kind: 'sentences',
    standing: 'beside',
    nouns: '[complete | full | whole] (sentences | sentence)',
    means: countedWith('sentence', 'sentences', sentences),
  }),
  countedRule({
    kind: 'paragraphs',
    standing: 'instead',
    nouns: 'paragraphs | paragraph',
    means: countedWith('paragraph', 'paragraphs', paragraphs),
    also: [
      '@lead {amount} @tail [.] (separated | divided | parted) (by | with | using) [a] blank (line | lines)',
    ],
  }),
  countedRule({
    kind: 'divided-paragraphs',
    standing: 'instead',
    nouns: 'paragraphs | paragraph',
    lead: '@lead',
    tail: '(. paragraphs (are | should be | must be) | [,] | ()) (separated | divided | parted) (by | with | using) [a | the] [markdown] [divider | rule] [:] ***',
    means: countedBy('paragraph between dividers', 'paragraphs with *** between them', countDivided),
  }),
  countedRule({
    kind: 'lines',
    standing: 'instead',
    nouns: 'lines [of text] | line [of text]',
    means: countedWith('line', 'lines', lines),
    also: ['[please] (@say | put (it | everything | @answer)) on {amount}'],
  }),
  countedRule({
    kind: 'characters',
    standing: 'instead',
    nouns: 'characters | character',
    means: countedWith('character', 'characters', characters),
    also: [
      '@lead {amount} @tail [,] (including | counting | with) [all] (spaces | white space | spaces and punctuation)',
    ],
  }),
]

function countDivided(text: string): number {
  return text.split(/^[ \t]*\*{3}[ \t]*$/m).filter((paragraph) => paragraph.trim() !== '').length
}
