import { readFile } from 'node:fs/promises'
import { jsonSchema } from '../../core/json-schema.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Schema } from '../../core/schema.ts'
import { UsageError } from '../usage-error.ts'

/** The JSON Schema in a file, as a format. @throws UsageError when there is none in it. */
export async function readFormat(file: string): Promise<Schema> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--format: ${error instanceof Error ? error.message : String(error)}`)
  })
  return jsonSchema(parsed(file, text))
}

function parsed(file: string, text: string): JsonObject {
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--format: ${file} is not JSON (${String(error)})`)
  }
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema as JsonObject
  throw new UsageError(`--format: ${file} holds no JSON Schema, which is an object`)
}
