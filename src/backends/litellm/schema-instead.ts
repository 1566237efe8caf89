import type { GenerateRequest } from '../../core/backend.ts'
import { textMessage, type WireMessage } from '../../core/message.ts'
import { type Fit, withBody } from './fit.ts'

/** The same request without its schema: the model is shown it instead, and asked for an object where the provider has a mode for that. */
export function schemaInstead(
  { schema, ...request }: GenerateRequest,
  form: 'json-object' | 'shown',
  { prefix, warnings }: Fit,
): GenerateRequest {
  warnings.unsupported(
    'format',
    `${prefix} takes no schema: the model was shown it, and its answer is checked after.`,
  )
  const shown = `Answer with JSON alone, that fits this JSON Schema:\n${JSON.stringify(schema)}`
  const told = { ...request, messages: withSystem(request.messages, shown) }
  const isObject = schema?.['type'] === 'object'
  return form === 'json-object' && isObject
    ? withBody(told, { response_format: { type: 'json_object' } })
    : told
}

function withSystem([first, ...rest]: readonly WireMessage[], text: string): readonly WireMessage[] {
  if (first?.role !== 'system') return [textMessage('system', text), ...(first ? [first] : []), ...rest]
  return [{ ...first, parts: [...first.parts, { type: 'text', text: `\n\n${text}` }] }, ...rest]
}
