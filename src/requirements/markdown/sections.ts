import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule } from '../text-rule.ts'
import { TextFold } from '../text/fold-text.ts'
import { markdownReading, type MarkdownCheck } from './markdown-rule.ts'

/** How strictly sections follow each other. */
export interface SectionsOptions {
  /** Whether they may come in any order. @default false */
  readonly anyOrder?: boolean | undefined
}

/**
 * The Markdown of the answer has a section with each of these headings, of whatever level, in this order; others may
 * stand between. Numbers before a heading, emphasis and a colon after it do not count, nor does case. A section that
 * comes before its turn stops the tokens.
 *
 * @example
 * import { sections } from 'mellea/requirements'
 * const report = sections(['Summary', 'Findings', 'Next steps'])
 */
export function sections(
  titles: readonly string[],
  { anyOrder = false }: SectionsOptions = {},
): Requirement<unknown> {
  const isList = Array.isArray(titles) && titles.length > 0
  if (!isList || titles.some((title: unknown) => typeof title !== 'string' || plain(title) === ''))
    throw new OptionError(`sections(): give a list of headings that are not empty, got ${shown(titles)}.`)
  const list = titles.map((title) => JSON.stringify(title)).join(', ')
  const description = `Write Markdown with these headings${anyOrder ? '' : ', in this order'}: ${list}.`
  return textRule({
    description,
    start: () => markdownReading(new SectionsCheck({ titles, anyOrder, description })),
  })
}

interface SectionsRule {
  readonly titles: readonly string[]
  readonly anyOrder: boolean
  readonly description: string
}

class SectionsCheck implements MarkdownCheck {
  readonly #rule: SectionsRule
  /** Those that have not come, by what they are compared as. */
  readonly #missing: Map<string, string>

  constructor(rule: SectionsRule) {
    this.#rule = rule
    this.#missing = new Map(rule.titles.map((title) => [plain(title), title]))
  }

  get settled(): boolean {
    return this.#missing.size === 0
  }

  see(line: Parameters<MarkdownCheck['see']>[0]): string | undefined {
    if (line.type !== 'heading') return undefined
    const title = plain(line.text)
    if (!this.#missing.has(title)) return undefined
    const [next] = this.#missing.keys()
    if (next !== title && !this.#rule.anyOrder)
      return `${this.#rule.description} In line ${line.line} "${line.text}" comes before "${this.#missing.get(next ?? '')}".`
    this.#missing.delete(title)
    return undefined
  }

  end(): string | undefined {
    if (this.settled) return undefined
    const missing = [...this.#missing.values()].map((title) => JSON.stringify(title))
    return `${this.#rule.description} Missing: ${missing.join(', ')}.`
  }
}

/** A heading as it is compared. */
function plain(title: string): string {
  const bare = title.replaceAll(/[*_`]/g, '').trim()
  const named = bare.replace(/^\d+(?:\.\d+)*[.)]?\s+/, '')
  return new TextFold({}).all(named.endsWith(':') ? named.slice(0, -1).trimEnd() : named).join('')
}
