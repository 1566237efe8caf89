import type { AskedOutcome, FinishReason, GenerateRequest } from '../core/backend.ts'
import { checkJsonSchema } from '../core/check-json-schema.ts'
import { dropAddedNulls } from '../core/drop-added-nulls.ts'
import type { Json } from '../core/json.ts'
import type { HeardAnswer } from './heard-reply.ts'

export interface SchemaOutcome {
  readonly outcome: AskedOutcome
  /** In what the answer shows that the schema did not bind it. */
  readonly broken?: string
}

/** Whether an answer is what its schema asks for, as it came: what is read forgivingly later is not forgiven here. */
export function schemaOutcome(
  { schema }: Pick<GenerateRequest, 'schema'>,
  { text, calls }: HeardAnswer,
  reason: FinishReason,
): SchemaOutcome {
  // an answer that was cut, refused or replaced by a call says nothing about the schema
  if (!schema || (reason !== 'stop' && reason !== 'other') || (calls > 0 && text.trim() === ''))
    return { outcome: 'unverified' }
  const value = parsed(text)
  if (value === undefined) return { outcome: 'ignored', broken: 'it is not JSON' }
  try {
    // strict dialects let the model say null for what it leaves out
    const [issue] = checkJsonSchema(dropAddedNulls(value, schema), schema)
    if (!issue || checkJsonSchema(value, schema).length === 0) return { outcome: 'kept' }
    return { outcome: 'ignored', broken: `${issue.path.join('.') || 'the value'} ${issue.message}` }
  } catch {
    // a pattern that this engine cannot read
    return { outcome: 'unverified' }
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
