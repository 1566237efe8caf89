import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule } from '../text-rule.ts'
import { isLanguage } from './code-language.ts'
import type { MarkdownLine } from './markdown-reader.ts'
import { markdownReading, type MarkdownCheck } from './markdown-rule.ts'

/**
 * The answer has a fenced block of code, closed and not empty, in this language; short names count ("ts", "py"). Without
 * a language any block will do.
 *
 * @example
 * import { codeBlock } from 'mellea/requirements'
 * const shown = codeBlock('typescript')
 */
export function codeBlock(language?: string): Requirement<unknown> {
  if (language !== undefined && (typeof language !== 'string' || !/^\S+$/.test(language)))
    throw new OptionError(`codeBlock(): a language is one word, got ${shown(language)}.`)
  const description = `Write a fenced code block${language === undefined ? '' : ` marked ${language}`}: \`\`\`${language ?? ''}`
  return textRule({ description, start: () => markdownReading(new CodeBlockCheck(language, description)) })
}

class CodeBlockCheck implements MarkdownCheck {
  settled = false
  readonly #language: string | undefined
  readonly #description: string
  #current: string | undefined
  readonly #others: string[] = []

  constructor(language: string | undefined, description: string) {
    this.#language = language
    this.#description = description
  }

  see(line: MarkdownLine): string | undefined {
    if (line.type === 'code-start') this.#current = line.language
    if (line.type !== 'code-end' || this.#current === undefined) return undefined
    const fits = this.#language === undefined || isLanguage(this.#current, this.#language)
    if (fits && !line.isEmpty) this.settled = true
    else this.#others.push(fits ? 'empty' : `marked "${this.#current}"`)
    this.#current = undefined
    return undefined
  }

  end(): string | undefined {
    if (this.settled) return undefined
    if (this.#current !== undefined) this.#others.push('never closed')
    return `${this.#description}. ${this.#others.length === 0 ? 'There is none.' : `There is one that is ${this.#others.join(', one that is ')}.`}`
  }
}
