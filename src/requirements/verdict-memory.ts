import type { ValidationResult } from '../core/requirement.ts'

/** Verdicts of one call that cost something, by what was looked for and in which text: the same text is not judged twice. */
export class VerdictMemory {
  readonly #verdicts = new Map<object, Map<string, Promise<ValidationResult>>>()

  knows(sought: object, text: string): boolean {
    return this.#verdicts.get(sought)?.has(text) ?? false
  }

  /** What was said of the text before, or what `look` says now. No verdict is none to remember. */
  recall(sought: object, text: string, look: () => Promise<ValidationResult>): Promise<ValidationResult> {
    let texts = this.#verdicts.get(sought)
    if (!texts) this.#verdicts.set(sought, (texts = new Map()))
    const known = texts.get(text)
    if (known) return known
    const verdict = look()
    texts.set(text, verdict)
    const forget = (): void => void texts.delete(text)
    verdict.then(({ status }) => status === 'unknown' && forget(), forget)
    return verdict
  }
}
