import type { ValidationResult } from '../core/requirement.ts'

/** Verdicts of one call that cost something, by what was looked for and in which text: the same text is not judged twice. */
export type VerdictMemory = Map<object, Map<string, Promise<ValidationResult>>>

/** What was said of the text before, or what `look` says now. No verdict is none to remember. */
export function recall(
  memory: VerdictMemory,
  sought: object,
  text: string,
  look: () => Promise<ValidationResult>,
): Promise<ValidationResult> {
  let texts = memory.get(sought)
  if (!texts) memory.set(sought, (texts = new Map()))
  const known = texts.get(text)
  if (known) return known
  const verdict = look()
  texts.set(text, verdict)
  const forget = (): void => void texts.delete(text)
  verdict.then(({ status }) => status === 'unknown' && forget(), forget)
  return verdict
}
