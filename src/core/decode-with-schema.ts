import { dropAddedNulls } from './drop-added-nulls.ts'
import type { Schema } from './schema.ts'
import type { WireSchema } from './json-schema-of.ts'

/** An answer that does not fit its schema; the message is what a repair tells the model. */
export class SchemaMismatch extends Error {
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
  // a text may answer for itself where a text was asked for
  const value = wrapped ? unwrap(read ?? text.trim()) : read
  const first = await schema['~standard'].validate(value)
  if (!first.issues) return first.value
  // strict dialects make every key required and let the model say null for what it leaves out
  const second = await schema['~standard'].validate(
    wrapped ? unwrap(dropAddedNulls(read, json)) : dropAddedNulls(read, json),
  )
  if (!second.issues) return second.value
  throw new SchemaMismatch(`The answer does not fit the schema: ${first.issues.map(issueText).join('; ')}.`)
}

function unwrap(value: unknown): unknown {
  const isWrapped = typeof value === 'object' && value !== null && Object.keys(value).join() === 'result'
  return isWrapped ? Reflect.get(value, 'result') : value
}

function readJson(text: string): unknown {
  const fenced = /```(?:json)?\s*\n?([\s\S]*?)```/.exec(text)?.[1]
  const open = text.search(/[[{]/)
  const close = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  const between = open >= 0 && close > open ? text.slice(open, close + 1) : undefined
  for (const candidate of [text, fenced, between]) {
    if (candidate === undefined) continue
    try {
      return JSON.parse(candidate)
    } catch {
      // the next reading may do
    }
  }
  return undefined
}

function issueText(issue: {
  readonly message: string
  readonly path?: readonly unknown[] | undefined
}): string {
  const path = issue.path?.map((step) =>
    String(typeof step === 'object' && step !== null ? Reflect.get(step, 'key') : step),
  )
  return path?.length ? `at "${path.join('.')}": ${issue.message}` : issue.message
}
