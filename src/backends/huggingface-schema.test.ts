import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { BackendEvent, GenerateRequest } from '../core/backend.ts'
import type { JsonObject } from '../core/json.ts'
import { jsonSchema } from '../core/json-schema.ts'
import { writeTinyModel } from '../local/gguf/tiny-model.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { assertFramed, collect, joined, only, toRequest } from '../testing/backend-subject.ts'
import { LocalHFBackend } from './huggingface.ts'

let folder: string
let babbler: LocalHFBackend
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-hf-schema-'))
  const { path } = await writeTinyModel(join(folder, 'tiny.gguf'))
  babbler = new LocalHFBackend({ modelId: path, cacheDir: folder, env: {}, contextSize: 1024 })
})
afterAll(async () => {
  await babbler[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly text: string
  readonly start: Extract<BackendEvent, { type: 'start' }>
  readonly finish: Extract<BackendEvent, { type: 'finish' }>
}

async function answer(backend: LocalHFBackend, parts: Partial<GenerateRequest>): Promise<Answer> {
  const events = await collect(backend.generate(toRequest(parts)))
  assertFramed(events)
  const [[start], [finish]] = [only(events, 'start'), only(events, 'finish')]
  if (!start || !finish) throw new Error('not framed')
  return { text: joined(events), start, finish }
}

describe('a schema', () => {
  const bool = { type: 'boolean' } as const
  const closed = (
    properties: JsonObject,
    required: readonly string[] = Object.keys(properties),
  ): JsonObject => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  })
  const schemas: { readonly [name: string]: JsonObject } = {
    'values of all kinds': { enum: ['red', 3, null, true, 'ÿ"\\\n'] },
    'objects in objects': closed({ a: closed({ n: { type: 'integer', minimum: 0, maximum: 999 } }) }),
    'optional members': closed(
      { a: bool, b: { type: 'null' }, c: { type: 'integer', minimum: 1, maximum: 3 } },
      ['b'],
    ),
    'only optional members': closed({ a: bool, b: bool, c: bool }, []),
    'arrays with bounds': { type: 'array', items: bool, minItems: 2, maxItems: 4 },
    tuples: { type: 'array', prefixItems: [bool, { type: 'integer', minimum: 5, maximum: 9 }], items: false },
    'one of': { oneOf: [bool, { type: 'integer', minimum: -12, maximum: 130 }] },
    'any of': { anyOf: [bool, { type: 'string', maxLength: 3 }] },
    'all of': {
      allOf: [
        { type: 'object', properties: { a: bool }, required: ['a'] },
        { properties: { b: bool }, required: ['b'] },
      ],
    },
    references: { $ref: '#/$defs/x', $defs: { x: closed({ v: bool }) } },
    recursion: {
      type: 'object',
      properties: { v: bool, next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['v', 'next'],
    },
    'recursion through arrays': {
      $ref: '#/$defs/t',
      $defs: { t: closed({ k: { type: 'array', items: { $ref: '#/$defs/t' }, maxItems: 2 } }) },
    },
    'short strings': { type: 'string', minLength: 2, maxLength: 6 },
    'whole numbers in bounds': { type: 'integer', minimum: -57, maximum: 1203 },
    'whole numbers in open bounds': { type: 'integer', exclusiveMinimum: -3, exclusiveMaximum: 3 },
    'numbers in bounds': { type: 'number', minimum: -2, maximum: 1 },
    'numbers in open bounds': { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 3 },
    numbers: { type: 'number' },
    'several types': { type: ['string', 'null', 'integer'], maxLength: 4, minimum: 0, maximum: 9 },
    maps: {
      type: 'object',
      additionalProperties: bool,
      propertyNames: { enum: ['a', 'b'] },
      maxProperties: 3,
    },
    anything: closed({ x: {} }),
  }

  it.each(Object.entries(schemas))('holds the model to %s', async (_, schema) => {
    const check = z.fromJSONSchema(schema)
    let complete = 0
    for (let seed = 0; seed < 20; seed++) {
      const options = { seed, temperature: 1.2, topK: 0, topP: 1, min_p: 0, maxNewTokens: 120 }
      const { text, finish, start } = await answer(babbler, { schema, options })
      expect(start.receipt.schema).toBe('enforced')
      // a model of noise may also write bytes that are no text, which no grammar sees
      if (finish.reason !== 'stop' || text.includes('\uFFFD')) continue
      complete += 1
      expect(check.safeParse(JSON.parse(text)).success, text).toBe(true)
    }
    expect(complete).toBeGreaterThan(2)
  })

  it('says what it is not held to', async () => {
    const schema = closed({ email: { type: 'string', format: 'email', maxLength: 9 } })
    const { start, text } = await answer(babbler, { schema, options: { seed: 1, maxNewTokens: 60 } })
    expect(start.receipt).toMatchObject({ schema: 'requested', unenforced: ['/properties/email/format'] })
    expect(start.warnings).toMatchObject([{ code: 'schema-not-enforced' }])
    expect(Object.keys(JSON.parse(text))).toEqual(['email'])
  })

  it('is enforced in every call anew', async () => {
    for (let call = 0; call < 3; call++)
      expect((await answer(babbler, { schema: { const: 'yes' }, options: { temperature: 0 } })).text).toBe(
        '"yes"',
      )
  })

  it('lets the model think before it holds it to the schema', async () => {
    const m = new MelleaSession({ backend: babbler })
    const out = await m.instruct('Yes or no?', {
      format: jsonSchema<boolean>({ type: 'boolean' }),
      modelOptions: { thinking: true, maxNewTokens: 60, temperature: 0 },
    })
    expect(typeof out.value).toBe('boolean')
    expect(out.receipt).toMatchObject({ schema: 'enforced', thinking: 'apart' })
    expect([out.ledger.calls, out.thinking !== undefined]).toEqual([2, true])
  })

  it('cannot hold an answer that is continued', async () => {
    const { start } = await answer(babbler, {
      schema: { type: 'object' },
      prefill: { text: '{' },
      options: { maxNewTokens: 1 },
    })
    expect(start.receipt).toMatchObject({ schema: 'requested', unenforced: ['prefill'] })
  })
})
