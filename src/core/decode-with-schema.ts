import type { StandardSchemaV1 } from '@standard-schema/spec'
import { dropAddedNulls } from './drop-added-nulls.ts'
import { issueText, pathOf } from './issue-text.ts'
import { readJson } from './read-json.ts'
import type { Schema } from './schema.ts'
import type { WireSchema } from './json-schema-of.ts'
import { SchemaMismatch } from './schema-mismatch.ts'

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
  let found: { readonly issues: readonly StandardSchemaV1.Issue[]; readonly value: unknown } | undefined
  for (const reading of readings) {
    if (reading === undefined) continue
    const result = await schema['~standard'].validate(reading)
    if (!result.issues) return result.value
    // the reading that comes nearest tells best what is wrong
    if (!found || result.issues.length < found.issues.length)
      found = { issues: result.issues, value: reading }
  }
  throw mismatch(found)
}

function mismatch(
  found: { readonly issues: readonly StandardSchemaV1.Issue[]; readonly value: unknown } | undefined,
): SchemaMismatch {
  const { issues = [], value } = found ?? {}
  const texts = issues.map((issue) => issueText(issue, value))
  return new SchemaMismatch(`The answer does not fit the schema: ${texts.join('; ')}.`, issues.map(pathOf))
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
