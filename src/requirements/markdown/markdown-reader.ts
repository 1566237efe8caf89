import { LineReader } from './line-reader.ts'
import { isDelimiterRow, tableCells } from './table-cells.ts'

/** What a line of Markdown is. Lines count from 1. */
export type MarkdownLine =
  | { readonly type: 'heading'; readonly level: number; readonly text: string; readonly line: number }
  /** `depth` is 0 for an item that is in no other. */
  | {
      readonly type: 'item'
      readonly ordered: boolean
      readonly depth: 0 | 1
      readonly text: string
      readonly line: number
    }
  | {
      readonly type: 'table'
      readonly header: readonly string[]
      readonly delimiters: number
      readonly line: number
    }
  | { readonly type: 'row'; readonly cells: readonly string[]; readonly text: string; readonly line: number }
  | { readonly type: 'code-start'; readonly language: string; readonly line: number }
  | { readonly type: 'code-end'; readonly isEmpty: boolean; readonly line: number }
  | { readonly type: 'text'; readonly text: string; readonly line: number }

interface Fence {
  readonly mark: string
  readonly isEmpty: boolean
}

/**
 * Reads Markdown that arrives in pieces, line by line: headings, lists, tables and fenced code, by CommonMark 0.31 and
 * the tables of GitHub's flavour. Other blocks are text, and so is what only looks like code by its indentation.
 */
export class MarkdownReader {
  readonly #lines = new LineReader()
  #line = 0
  #fence: Fence | undefined
  #isInTable = false
  #listIndent: number | undefined
  /** The line before, where it may be the header of a table or the text of a heading. */
  #previous = ''

  push(piece: string): readonly MarkdownLine[] {
    return this.#lines.push(piece).flatMap((line) => this.#read(line))
  }

  end(): readonly MarkdownLine[] {
    return this.#lines.end().flatMap((line) => this.#read(line))
  }

  #read(text: string): readonly MarkdownLine[] {
    this.#line += 1
    const line = this.#line
    const previous = this.#previous
    this.#previous = ''
    if (this.#fence) return this.#inFence(this.#fence, text, line)
    const fence = fenceOf(text)
    if (fence) {
      this.#fence = { mark: fence.mark, isEmpty: true }
      this.#isInTable = false
      return [{ type: 'code-start', language: fence.name, line }]
    }
    if (text.trim() === '') {
      this.#isInTable = false
      return []
    }
    return this.#block(text, previous, line)
  }

  #block(text: string, previous: string, line: number): readonly MarkdownLine[] {
    const table = this.#table(text, previous, line)
    if (table) return [table]
    const heading = headingOf(text, previous, line)
    if (heading) {
      this.#listIndent = undefined
      return [heading]
    }
    const item = this.#item(text, line)
    if (item) return [item]
    if (/^\S/.test(text)) this.#listIndent = undefined
    this.#previous = text
    return [{ type: 'text', text, line }]
  }

  #inFence({ mark, isEmpty }: Fence, text: string, line: number): readonly MarkdownLine[] {
    const trimmed = text.trim()
    const closes = trimmed.startsWith(mark) && trimmed === mark.charAt(0).repeat(trimmed.length)
    this.#fence = closes ? undefined : { mark, isEmpty: isEmpty && trimmed === '' }
    return closes ? [{ type: 'code-end', isEmpty, line }] : []
  }

  #table(text: string, previous: string, line: number): MarkdownLine | undefined {
    if (this.#isInTable && text.includes('|')) return { type: 'row', cells: tableCells(text), text, line }
    this.#isInTable = previous.includes('|') && isDelimiterRow(text)
    return this.#isInTable
      ? { type: 'table', header: tableCells(previous), delimiters: tableCells(text).length, line: line - 1 }
      : undefined
  }

  #item(text: string, line: number): MarkdownLine | undefined {
    const [, space = '', mark, content = ''] = /^(\s*)([-*+]|\d{1,9}[.)])(?:\s+(.*))?$/.exec(text) ?? []
    if (mark === undefined || isRule(text)) return undefined
    const indent = space.replaceAll('\t', '    ').length
    this.#listIndent = Math.min(this.#listIndent ?? indent, indent)
    const depth = indent > this.#listIndent + 1 ? 1 : 0
    return { type: 'item', ordered: /\d/.test(mark), depth, text: content, line }
  }
}

/** The fence that a line opens: its mark, and the language behind it. */
function fenceOf(text: string): { readonly mark: string; readonly name: string } | undefined {
  const [start = '', mark] = /^\s*(`{3,}|~{3,})/.exec(text) ?? []
  const info = text.slice(start.length)
  if (mark === undefined || info.includes('`')) return undefined
  return { mark, name: (/\S+/.exec(info)?.[0] ?? '').toLowerCase() }
}

function headingOf(text: string, previous: string, line: number): MarkdownLine | undefined {
  const [, marks, content = ''] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(text) ?? []
  if (marks) return { type: 'heading', level: marks.length, text: withoutClosing(content), line }
  const underline = text.trim()
  const sign = underline.charAt(0)
  if (previous === '' || (sign !== '=' && sign !== '-') || underline !== sign.repeat(underline.length))
    return undefined
  return { type: 'heading', level: sign === '=' ? 1 : 2, text: previous.trim(), line: line - 1 }
}

/** `## Title ##` has the title "Title". */
function withoutClosing(content: string): string {
  const text = content.trim()
  let end = text.length
  while (text.charAt(end - 1) === '#') end -= 1
  return end === 0 || /\s/.test(text.charAt(end - 1)) ? text.slice(0, end).trim() : text
}

/** `* * *` and `---` draw a line. */
function isRule(text: string): boolean {
  const marks = text.replaceAll(/\s/g, '')
  return marks.length >= 3 && marks === marks.charAt(0).repeat(marks.length) && /^[-*_]/.test(marks)
}
