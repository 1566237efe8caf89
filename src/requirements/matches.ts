import type { Requirement } from '../core/requirement.ts'

/**
 * The text matches a regular expression somewhere. Checked, not shown to the model, unless you say `reason`.
 *
 * @example
 * import { matches, not } from 'mellea'
 * const done = not(matches(/TODO/))
 */
export function matches(pattern: RegExp, reason?: string): Requirement<unknown> {
  // a pattern with the flags g or y remembers where it stopped
  const fresh = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''))
  return {
    description: reason ?? `Match ${pattern}.`,
    ...(reason === undefined && { checkOnly: true }),
    validate: (_value, { text }) => fresh.test(text) || (reason ?? `The text does not match ${pattern}.`),
  }
}
