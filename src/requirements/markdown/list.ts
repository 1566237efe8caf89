import type { Requirement } from '../../core/requirement.ts'
import { textRule } from '../text-rule.ts'
import { boundsOf, type Amount, type Bounds } from './amount.ts'
import type { MarkdownLine } from './markdown-reader.ts'
import { markdownReading, type MarkdownCheck } from './markdown-rule.ts'

/** What the list must be like. */
export interface ListOptions {
  /** How many items, those inside of items not counted. @default at least 1 */
  readonly items?: Amount | undefined
  /** Whether they are numbered (true) or have bullets (false). @default either */
  readonly ordered?: boolean | undefined
}

/**
 * The answer has a Markdown list with so many items. Items of all lists are counted together, without those inside of
 * items. One too many, or one of the wrong kind, stops the tokens.
 *
 * @example
 * import { list } from 'mellea/requirements'
 * const steps = list({ items: { min: 3, max: 7 }, ordered: true })
 */
export function list({ items, ordered }: ListOptions = {}): Requirement<unknown> {
  const bounds = boundsOf(items ?? { min: 1 }, 'list(): `items`')
  const kind = ordered === undefined ? '' : ordered ? 'numbered ' : 'bulleted '
  const description = `Write a ${kind}list in Markdown with ${bounds.words || 'any number of'} items.`
  return textRule({
    description,
    start: () => markdownReading(new ListCheck({ bounds, ordered, description })),
  })
}

interface ListRule {
  readonly bounds: Bounds
  readonly ordered: boolean | undefined
  readonly description: string
}

class ListCheck implements MarkdownCheck {
  readonly #rule: ListRule
  #items = 0

  constructor(rule: ListRule) {
    this.#rule = rule
  }

  get settled(): boolean {
    const { bounds, ordered } = this.#rule
    return ordered === undefined && bounds.max === Number.POSITIVE_INFINITY && this.#items >= bounds.min
  }

  see(line: MarkdownLine): string | undefined {
    if (line.type !== 'item' || line.depth > 0) return undefined
    const { bounds, ordered, description } = this.#rule
    this.#items += 1
    if (ordered !== undefined && ordered !== line.ordered)
      return `${description} Item ${this.#items}, in line ${line.line}, ${ordered ? 'has no number' : 'has a number'}: ${line.text}`
    return this.#items > bounds.max ? `${description} It has at least ${this.#items}.` : undefined
  }

  end(): string | undefined {
    const { bounds, description } = this.#rule
    return this.#items < bounds.min ? `${description} It has ${this.#items}.` : undefined
  }
}
