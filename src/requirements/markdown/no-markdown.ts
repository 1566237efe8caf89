import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule } from '../text-rule.ts'
import type { MarkdownLine } from './markdown-reader.ts'
import { markdownReading, type MarkdownCheck } from './markdown-rule.ts'

// each looks no further than to the next of its marks, so that a line of any length takes linear time
const inline: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['bold text', /\*\*(?=\S)[^*]+\*\*|(?<!\w)__(?=\S)[^_]+__(?!\w)/],
  ['emphasis', /(?<![\w*])\*(?=[^\s*])[^*]*(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^\s_])[^_]*(?<=\S)_(?![\w_])/],
  ['code', /`[^`]+`/],
  ['a link', /\[[^[\]]*\]\(\S/],
  ['a quotation', /^\s{0,3}>/],
]

/**
 * The answer is plain text: no headings, bullets, tables, fenced code, quotations, bold or emphasised text, inline code
 * or links. The first line with any of these stops the tokens. Numbered lines and dashes in a sentence are plain.
 *
 * @example
 * import { noMarkdown } from 'mellea/requirements'
 * const spoken = noMarkdown()
 */
export function noMarkdown(): Requirement<unknown> {
  return textRule({
    description: 'Write plain text without any Markdown.',
    start: () => markdownReading({ see: markupIn, end: () => undefined } satisfies MarkdownCheck),
  })
}

function markupIn(line: MarkdownLine): string | undefined {
  const blocks = {
    heading: 'a heading',
    table: 'a table',
    row: 'a table',
    'code-start': 'a code block',
    'code-end': 'a code block',
  }
  if (line.type !== 'text' && line.type !== 'item') return fault(blocks[line.type], line.line, '')
  if (line.type === 'item' && !line.ordered) return fault('a bullet', line.line, line.text)
  const found = inline.find(([, pattern]) => pattern.test(line.text))
  return found && fault(found[0], line.line, line.text)
}

function fault(what: string, line: number, text: string): string {
  return `Write plain text without any Markdown. Line ${line} has ${what}${text === '' ? '.' : `: ${shown(text)}`}`
}
