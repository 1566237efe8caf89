import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkJsonSchema } from './check-json-schema.ts'
import type { JsonObject } from './json.ts'

const tree: JsonObject = {
  $ref: '#/$defs/node',
  $defs: {
    node: {
      type: 'object',
      properties: { v: { type: 'integer' }, next: { $ref: '#/$defs/node' } },
      required: ['v'],
    },
  },
}

describe('checking JSON Schema', () => {
  const cases: readonly (readonly [JsonObject, readonly unknown[], readonly unknown[]])[] = [
    [
      { type: 'string', minLength: 2, maxLength: 3, pattern: '^a' },
      ['ab', 'añ', 'a😀b'],
      ['a', 'abcd', 'ba', 1],
    ],
    [{ type: 'integer', minimum: 1, exclusiveMaximum: 5, multipleOf: 2 }, [2, 4], [0, 3, 5, 2.5, '2']],
    [{ type: ['null', 'boolean'] }, [null, true], ['x', 0]],
    [{ enum: ['a', { b: 1, c: 2 }] }, ['a', { c: 2, b: 1 }], ['b', { b: 1 }]],
    [{ const: 0 }, [0], [false, null]],
    [
      {
        type: 'array',
        prefixItems: [{ type: 'string' }],
        items: { type: 'number' },
        minItems: 1,
        uniqueItems: true,
      },
      [['a', 1]],
      [[], [1], ['a', 'b'], ['a', 1, 1]],
    ],
    [
      { type: 'object', properties: { a: {} }, required: ['a'], additionalProperties: false },
      [{ a: 1 }],
      [{}, { a: 1, b: 2 }, []],
    ],
    [
      { patternProperties: { '^x': { type: 'number' } }, maxProperties: 2 },
      [{ x1: 1, y: 'z' }],
      [{ x1: 'a' }, { a: 1, b: 2, c: 3 }],
    ],
    [{ oneOf: [{ minimum: 3 }, { maximum: 5 }], type: 'number' }, [1, 7], [4]],
    [{ not: { type: 'string' }, anyOf: [{ type: 'number' }, { type: 'null' }] }, [1, null], ['a', true]],
    [tree, [{ v: 1, next: { v: 2 } }], [{ v: 1, next: { v: 'x' } }, { next: { v: 1 } }]],
    [{ properties: { a: false } }, [{}], [{ a: 1 }]],
  ]
  it.each(cases)('%j', (schema, good, bad) => {
    for (const value of good) expect(checkJsonSchema(value, schema)).toEqual([])
    for (const value of bad) expect(checkJsonSchema(value, schema)).not.toEqual([])
  })

  it('says where', () => {
    expect(checkJsonSchema({ v: 1, next: { v: 'x' } }, tree)).toEqual([
      { path: ['next', 'v'], message: 'must be integer' },
    ])
  })

  it('agrees with zod about the schemas that zod writes', () => {
    const schema = z.object({
      name: z.string().min(1),
      age: z.int().min(0).max(150),
      tags: z.array(z.enum(['a', 'b'])).max(2),
      note: z.string().nullable().optional(),
      kind: z.union([z.object({ t: z.literal('x') }), z.object({ t: z.literal('y'), n: z.number() })]),
    })
    const json = schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }) as JsonObject
    const value = fc.record(
      {
        name: fc.string({ maxLength: 2 }),
        age: fc.oneof(fc.integer({ min: -5, max: 200 }), fc.constant(1.5), fc.constant('1')),
        tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
        note: fc.option(fc.string()),
        kind: fc.oneof(
          fc.constant({ t: 'x' }),
          fc.record({ t: fc.constant('y'), n: fc.oneof(fc.integer(), fc.constant('n')) }),
        ),
      },
      { requiredKeys: ['name', 'age', 'kind'] },
    )
    fc.assert(
      fc.property(value, (each) => {
        expect([each, checkJsonSchema(each, json).length === 0]).toEqual([
          each,
          schema.safeParse(each).success,
        ])
      }),
    )
  })
})
