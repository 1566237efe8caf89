import type { ComponentPart } from '../core/component.ts'
import { OptionError } from '../core/errors.ts'
import { templatePieces } from '../util/template.ts'

/** What stands for `{{name}}`: text, a component, an output, or one that is still being computed. */
export type UserVariables = { readonly [name: string]: ComponentPart | number | boolean }

/**
 * Puts variables in place of `{{name}}`. Plain substitution: a value is never read as a template.
 *
 * @throws OptionError `missing-variable`, with the variable's name and the names that were given.
 */
export function fillTemplate(template: string, variables: UserVariables): readonly ComponentPart[] {
  return templatePieces(template).map((piece) => {
    if ('text' in piece) return piece.text
    const value = Object.hasOwn(variables, piece.variable) ? variables[piece.variable] : undefined
    if (value === undefined) throw missing(piece.variable, Object.keys(variables))
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  })
}

function missing(name: string, given: readonly string[]): OptionError {
  const those = given.length > 0 ? given.map((each) => `"${each}"`).join(', ') : 'none'
  return new OptionError(
    `The text has {{${name}}}, but \`userVariables\` has no "${name}" (given: ${those}). Add it, or leave \`userVariables\` out to keep braces as they are.`,
    { code: 'missing-variable' },
  )
}
