import { headings } from '../markdown/headings.ts'
import { countedBy, countedRule, countedWith } from './counted-rule.ts'
import {
  countBullets,
  countCodeBlocks,
  countHighlights,
  countNumberedItems,
  countTables,
} from './measure/markup.ts'
import type { Rule } from './rule.ts'

const noneOfThem = [
  '(@answer @must @have | @make | [@say] with) no @nouns [@in]',
  '[@say | @answer @must be [written]] without [using] [any] @nouns',
  'no @nouns [please | allowed]',
]
const bulletList = '(bullet points | bullets | a (bulleted | bullet | bullet point) list)'

/** How a text is laid out, in Markdown. */
export const formatRules: readonly Rule[] = [
  countedRule({
    kind: 'bullets',
    standing: 'instead',
    nouns:
      '[markdown] (bullet points | bullet point | bullets | bullet | bulleted (items | item)) [in markdown]',
    example: 'starred',
    means: countedBy('bullet point', 'bullet points', countBullets),
    also: [
      '[please] @make a (bulleted | bullet) list (of | with) {amount}',
      '@lead {amount} @tail . [please] use [the] markdown (bullet points | bullets) [such as [:] * this is (a point | point {n})]',
    ],
    some: [
      `[please] [@in [,]] @make [markdown] ${bulletList} [@in]`,
      `[please] (@say | (format | structure) @answer) [in | with | using | as] [markdown] ${bulletList}`,
      `@answer @must (be | @have) [in | as] ${bulletList}`,
    ],
    none: [...noneOfThem, '@dont @make [a | any] (bulleted | bullet) (lists | list)'],
  }),
  countedRule({
    kind: 'numbered-items',
    standing: 'instead',
    nouns: 'numbered (items | item | points | point | steps | step)',
    means: countedBy('numbered item', 'numbered items', countNumberedItems),
    some: [
      '[please] @make a numbered list [@in]',
      '[please] (@say | (format | structure) @answer) (as | in | with | using) a numbered list',
      '@answer @must (be | @have | be formatted as) a numbered list',
    ],
    none: ['@dont @make [a | any] numbered (lists | list)', 'no numbered lists'],
  }),
  countedRule({
    kind: 'headings',
    standing: 'instead',
    nouns: 'markdown (headings | heading | headers | header) | (headings | headers) in markdown',
    means: countedWith('markdown heading', 'markdown headings', headings),
    some: ['[please] [@in [,]] @make [a] @nouns [@in]', '(@answer @must @have | @has) [a] @nouns'],
    none: noneOfThem,
  }),
  countedRule({
    kind: 'code-blocks',
    standing: 'instead',
    nouns: '[fenced | markdown] code (blocks | block | fences)',
    means: countedBy('code block', 'code blocks', countCodeBlocks),
    some: ['[please] [@in [,]] @make a @nouns [@in]', '(@answer @must @have | @has) a @nouns'],
    none: noneOfThem,
  }),
  countedRule({
    kind: 'tables',
    standing: 'instead',
    nouns: 'markdown (tables | table) | (tables | table) in markdown',
    means: countedBy('markdown table', 'markdown tables', countTables),
    some: ['[please] [@in [,]] @make a @nouns [@in]', '(@answer @must @have | @has) a @nouns'],
    none: noneOfThem,
  }),
  countedRule({
    kind: 'highlights',
    standing: 'instead',
    nouns: 'highlighted (sections | section | parts | part | phrases | phrase) [in markdown]',
    example: 'starred',
    means: countedBy('highlighted section', 'highlighted sections', countHighlights),
  }),
  countedRule({
    kind: 'highlights',
    standing: 'instead',
    nouns: 'sections | section | parts | part',
    example: 'starred',
    means: countedBy('highlighted section', 'highlighted sections', countHighlights),
    lead: '[please] [@in [,]] highlight',
    tail: '[@in] [(with | in | using) markdown]',
  }),
]
