import type { Receipt } from '../../core/backend.ts'
import type { JsonObject } from '../../core/json.ts'
import type { OpenAIQuirks } from './openai-quirks.ts'
import { toStrictSchema } from './openai-schema.ts'
import type { WarningList } from './warnings.ts'

interface NamedSchema {
  readonly name: string
  readonly schema: JsonObject
  readonly strict: boolean
}

interface Format {
  /** What both of OpenAI's protocols say of a schema, each at its own place. */
  readonly format?: NamedSchema
  readonly receipt: Receipt['schema']
}

/** A schema as OpenAI's servers take it, and what is honest to say of it. */
export function openaiFormat(
  schema: JsonObject | undefined,
  { official }: OpenAIQuirks,
  warnings: WarningList,
): Format {
  if (!schema) return { receipt: 'none' }
  const name = nameOf(schema)
  // many servers enforce it, some ignore it, and none says which
  if (!official) return { format: { name, schema, strict: true }, receipt: 'requested' }
  const { schema: shape, strict, dropped } = toStrictSchema(schema)
  if (!strict)
    warnings.unsupported(
      'format',
      'This schema is not one that OpenAI can enforce: it was only shown to the model.',
    )
  else if (dropped.length > 0)
    warnings.unsupported('format', `OpenAI does not enforce ${dropped.join(', ')}: checked after.`)
  return {
    format: { name, schema: shape, strict },
    receipt: strict && dropped.length === 0 ? 'enforced' : 'requested',
  }
}

function nameOf({ title }: JsonObject): string {
  const name = typeof title === 'string' ? title.replace(/[^a-zA-Z0-9_-]+/g, '_').slice(0, 64) : ''
  return name || 'answer'
}
