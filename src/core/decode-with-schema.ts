import type { StandardSchemaV1 } from '@standard-schema/spec'
import { dropAddedNulls } from './drop-added-nulls.ts'
import { issueText } from './issue-text.ts'
import type { Json } from './json.ts'
import type { Schema } from './schema.ts'
import type { WireSchema } from './json-schema-of.ts'

/** An answer that does not fit its schema; the message is what a repair tells the model. */
class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
}

/** Reads an answer as JSON and validates it. Code fences and text around the value are forgiven, its content is not. */
export async function decodeWithSchema<T>(
  text: string,
  schema: Schema<T>,
  { schema: json, wrapped }: WireSchema,
): Promise<T> {
  const read = readJson(text)
  if (read === undefined && !wrapped)
    throw new SchemaMismatch('The answer is not valid JSON. Answer with one JSON object and nothing else.')
  const dropped = read === undefined ? read : dropAddedNulls(read, json)
  const readings = wrapped
    ? // a value may come bare, and a text may answer for itself
      [unwrap(read), unwrap(dropped), bareText(text)]
    : // strict dialects make every key required and let the model say null for what it leaves out
      [read, dropped]
  let issues: readonly StandardSchemaV1.Issue[] = []
  for (const reading of readings) {
    if (reading === undefined) continue
    const result = await schema['~standard'].validate(reading)
    if (!result.issues) return result.value
    if (issues.length === 0) issues = result.issues
  }
  throw new SchemaMismatch(`The answer does not fit the schema: ${issues.map(issueText).join('; ')}.`)
}

function unwrap(value: unknown): unknown {
  const isWrapped = typeof value === 'object' && value !== null && Object.keys(value).join() === 'result'
  return isWrapped ? Reflect.get(value, 'result') : value
}

/** The answer as the text that was asked for; a wrapper that is broken or holds something else is none. */
function bareText(text: string): string | undefined {
  const bare = text.trim()
  return bare.startsWith('{') || bare.startsWith('```') ? undefined : bare
}

function readJson(text: string): Json | undefined {
  for (const find of [whole, fenced, between]) {
    const candidate = find(text)
    if (candidate === undefined) continue
    try {
      return JSON.parse(candidate)
    } catch {
      // the next reading may do
    }
  }
  return undefined
}

function whole(text: string): string {
  return text
}

// searched for, not matched: models write endless white space, on which a pattern would take endless time
function fenced(text: string): string | undefined {
  const open = text.indexOf('```')
  const close = open < 0 ? -1 : text.indexOf('```', open + 3)
  if (close < 0) return undefined
  const inside = text.slice(open + 3, close)
  return inside.startsWith('json') ? inside.slice(4) : inside
}

function between(text: string): string | undefined {
  const open = text.search(/[[{]/)
  const close = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  return open >= 0 && close > open ? text.slice(open, close + 1) : undefined
}
