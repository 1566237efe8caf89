import type { ComponentPart, RenderScope } from '../core/component.ts'
import { OptionError } from '../core/errors.ts'
import { textOf, type MessagePart } from '../core/message.ts'
import { shown } from '../util/shown.ts'
import { isComponent, isPending, type Computed } from './compute-parts.ts'

/** The edition of the default prompts that is spoken when nothing else was asked for. */
const currentEdition = 'mellea/1'

/** How parts are said, once they are computed. */
export function renderScope(modelId: string, computed: Computed): RenderScope {
  const scope: RenderScope = {
    edition: currentEdition,
    modelId,
    text: (part) => textOf({ parts: scope.parts(part) }),
    parts: (part) => partsOf(part, scope, computed),
  }
  return scope
}

function partsOf(part: ComponentPart, scope: RenderScope, computed: Computed): readonly MessagePart[] {
  if (typeof part === 'string') return [{ type: 'text', text: part }]
  if (isPending(part)) {
    const output = computed.get(part)
    if (!output)
      throw new OptionError(
        'A component rendered an output that it did not name in `parts()`: it was not awaited.',
      )
    return [{ type: 'text', text: output.text }]
  }
  if (isComponent(part)) return rendered(part.render(scope))
  if (typeof part === 'object' && part !== null && 'text' in part) return [{ type: 'text', text: part.text }]
  throw new OptionError(`A part of a component is ${shown(part)}: it must be text, a component or an output.`)
}

/** What `render` gave, as parts. */
export function rendered(content: string | readonly MessagePart[]): readonly MessagePart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}
