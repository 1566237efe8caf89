import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '../../../core/json.ts'
import { compileGrammar } from './compile-grammar.ts'

const unenforced = (schema: JsonObject): readonly string[] => compileGrammar(schema).unenforced

describe('what a grammar cannot enforce', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    [
      'pattern and format',
      { type: 'object', properties: { a: { type: 'string', format: 'email', pattern: '@' } } },
      ['/properties/a/format', '/properties/a/pattern'],
    ],
    ['multiples', { type: 'array', items: { type: 'integer', multipleOf: 3 } }, ['/items/multipleOf']],
    ['unique items', { type: 'array', uniqueItems: true }, ['/uniqueItems']],
    ['not', { not: { type: 'null' } }, ['/not']],
    ['conditions', { if: {}, else: {}, type: 'null' }, ['/if', '/else']],
    ['bounds that are fractions', { type: 'number', minimum: 0.5 }, ['/minimum']],
    ['long strings', { type: 'string', maxLength: 5000 }, ['/maxLength']],
    ['a choice that may fit twice', { oneOf: [{ type: 'number' }, { type: 'integer' }] }, ['/oneOf']],
    ['a document elsewhere', { $ref: 'https://example.org/schema' }, ['/$ref']],
    [
      'names with odd characters',
      { type: 'object', properties: { 'a/b~': { type: 'string', pattern: 'x' } } },
      ['/properties/a~1b~0/pattern'],
    ],
    [
      'parts that contradict',
      { allOf: [{ pattern: 'a', type: 'string' }, { pattern: 'b' }] },
      ['/allOf/1/pattern', '/pattern'],
    ],
    [
      'how many keys a map has',
      { type: 'object', additionalProperties: true, minProperties: 2 },
      ['/minProperties'],
    ],
  ])('is listed: %s', (_, schema, expected) => {
    expect(unenforced(schema)).toEqual(expected)
  })

  it('is nothing for usual schemas', () => {
    const schema = z.toJSONSchema(
      z.object({
        name: z.string().min(1).max(40),
        age: z.number().int().min(0).max(150),
        score: z.number().min(0).max(1),
        tags: z.array(z.enum(['a', 'b'])).max(3),
        shape: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('circle'), r: z.number().positive() }),
          z.object({ kind: z.literal('none') }),
        ]),
        pair: z.tuple([z.string(), z.boolean()]),
        notes: z.record(z.string(), z.string()),
        maybe: z.string().nullable().optional(),
      }),
    )
    expect(unenforced(schema as JsonObject)).toEqual([])
  })
})

describe('a schema', () => {
  it.each<[string, JsonObject]>([
    ['whose bounds leave nothing', { type: 'integer', minimum: 3, maximum: 2 }],
    ['that asks for two types', { allOf: [{ type: 'string' }, { type: 'null' }] }],
    ['that needs what cannot be', { type: 'object', properties: { a: false }, required: ['a'] }],
    ['that needs more than there is room for', { type: 'array', items: false, minItems: 1 }],
    ['that is nothing but itself', { $ref: '#' }],
    [
      'that goes round in circles',
      {
        $defs: { a: { $ref: '#/$defs/b' }, b: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'null' }] } },
        $ref: '#/$defs/a',
      },
    ],
  ])('is refused: %s', (_, schema) => {
    expect(() => compileGrammar(schema)).toThrow(expect.objectContaining({ code: 'schema-unsupported' }))
  })

  it('may leave out what cannot be', () => {
    const { gbnf } = compileGrammar({
      type: 'object',
      properties: { a: false, b: { type: 'null' } },
      required: ['b'],
    })
    expect(gbnf).toContain(String.raw`"\"b\""`)
    expect(gbnf).not.toContain(String.raw`"\"a\""`)
  })

  it('is joined with what stands beside its alternatives', () => {
    const { gbnf, unenforced: open } = compileGrammar({
      type: 'object',
      properties: { id: { type: 'integer' } },
      required: ['id'],
      anyOf: [
        { properties: { a: { type: 'null' } }, required: ['a'] },
        { properties: { b: { type: 'null' } }, required: ['b'] },
      ],
    })
    expect(open).toEqual([])
    for (const key of ['id', 'a', 'b']) expect(gbnf).toContain(String.raw`"\"${key}\""`)
  })

  it('gives the same grammar each time', () => {
    const schema = { type: 'array', items: { type: 'string', maxLength: 5 } }
    expect(compileGrammar(schema)).toEqual(compileGrammar(schema))
  })
})
