import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule } from '../text-rule.ts'
import { TextFold } from '../text/fold-text.ts'
import { boundsOf, type Amount, type Bounds } from './amount.ts'
import type { MarkdownLine } from './markdown-reader.ts'
import { markdownReading, type MarkdownCheck } from './markdown-rule.ts'

/** What the table must be like. */
export interface TableOptions {
  /** How many columns, or their headers in order (case does not count). @default any */
  readonly columns?: number | readonly string[] | undefined
  /** How many rows below the header. @default any */
  readonly rows?: Amount | undefined
}

/**
 * The answer has a Markdown table, and its first one is well formed: every row has as many cells as the header. It may
 * have to have so many columns, these headers, or so many rows. A wrong header, a row that does not fit and one too many
 * stop the tokens.
 *
 * @example
 * import { table } from 'mellea/requirements'
 * const prices = table({ columns: ['Item', 'Price'], rows: { min: 3, max: 10 } })
 */
export function table({ columns, rows }: TableOptions = {}): Requirement<unknown> {
  const isCount = typeof columns === 'number' && Number.isInteger(columns) && columns > 0
  const isNames =
    Array.isArray(columns) && columns.length > 0 && columns.every((name: unknown) => typeof name === 'string')
  if (columns !== undefined && !isCount && !isNames)
    throw new OptionError(
      `table(): \`columns\` is a number from 1 up or a list of headers, got ${shown(columns)}.`,
    )
  const bounds = boundsOf(rows, 'table(): `rows`')
  const wanted = isCount ? [`${columns} columns`] : isNames ? [`the columns ${quoted(columns)}`] : []
  const parts = [...wanted, ...(bounds.words === '' ? [] : [`${bounds.words} rows below the header`])]
  const description = `Write a Markdown table${parts.length > 0 ? ` with ${parts.join(' and ')}` : ''}.`
  return textRule({
    description,
    start: () => markdownReading(new TableCheck({ columns, bounds, description })),
  })
}

interface TableRule {
  readonly columns: TableOptions['columns']
  readonly bounds: Bounds
  readonly description: string
}

class TableCheck implements MarkdownCheck {
  readonly #rule: TableRule
  #width: number | undefined
  #rows = 0
  #isOver = false

  constructor(rule: TableRule) {
    this.#rule = rule
  }

  see(line: MarkdownLine): string | undefined {
    if (this.#isOver) return undefined
    if (line.type === 'table' && this.#width === undefined) return this.#header(line)
    if (line.type === 'row') return this.#row(line)
    this.#isOver = this.#width !== undefined
    return undefined
  }

  end(): string | undefined {
    const { bounds, description } = this.#rule
    if (this.#width === undefined) return `${description} There is none.`
    return this.#rows < bounds.min ? `${description} It has ${this.#rows} rows.` : undefined
  }

  #header({ header, delimiters }: MarkdownLine & { type: 'table' }): string | undefined {
    const { columns, description } = this.#rule
    this.#width = header.length
    if (delimiters !== header.length)
      return `${description} Its header has ${header.length} cells, the line below it ${delimiters}.`
    if (typeof columns === 'number' && columns !== header.length)
      return `${description} It has ${header.length} columns: ${quoted(header)}.`
    if (typeof columns === 'object' && columns.map(plain).join('|') !== header.map(plain).join('|'))
      return `${description} It has the columns ${quoted(header)}.`
    return undefined
  }

  #row({ cells, text }: MarkdownLine & { type: 'row' }): string | undefined {
    const { bounds, description } = this.#rule
    this.#rows += 1
    if (cells.length !== this.#width)
      return `${description} Row ${this.#rows} has ${cells.length} cells, the header ${this.#width}: ${text.trim()}`
    return this.#rows > bounds.max ? `${description} It has at least ${this.#rows} rows.` : undefined
  }
}

function plain(header: string): string {
  return new TextFold({}).all(header.replaceAll(/[*_`]/g, '').trim()).join('')
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ')
}
