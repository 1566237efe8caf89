import type { Component, ComponentPart, RenderScope } from '../core/component.ts'
import type { MessagePart } from '../core/message.ts'

/** Text with things in it: pictures, components, outputs that are still being computed. */
export interface PromptTemplate extends Component<string> {
  readonly kind: 'prompt'
  parts(): readonly ComponentPart[]
}

/**
 * A prompt whose holes are filled in place. Values are never read as templates.
 *
 * @example
 * import { image, prompt, startSession } from 'mellea'
 * const picture = image(new URL('https://x.test/a.png'))
 * await startSession().instruct(prompt`Explain ${picture} to ${'a child'}.`)
 */
export function prompt(
  strings: TemplateStringsArray,
  ...values: readonly (ComponentPart | number | boolean)[]
): PromptTemplate {
  const all = strings.flatMap((text, index): ComponentPart[] => {
    const value = values[index]
    const filled = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    return filled === undefined ? [text] : [text, filled]
  })
  const parts = all.filter((part) => part !== '')
  return {
    kind: 'prompt',
    parts: () => parts,
    render: (scope: RenderScope): readonly MessagePart[] => parts.flatMap((part) => scope.parts(part)),
  }
}
