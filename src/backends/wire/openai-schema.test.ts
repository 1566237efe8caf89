import { expect, it } from 'vitest'
import type { JsonObject } from '../../core/json.ts'
import { toStrictSchema } from './openai-schema.ts'

it('closes every object, requires every key, and lets the optional be null', () => {
  const { schema, strict, dropped } = toStrictSchema({
    type: 'object',
    properties: {
      name: { type: 'string' },
      pet: { type: 'object', properties: { age: { type: ['integer', 'null'] } } },
    },
    required: ['name'],
  })
  expect([strict, dropped]).toEqual([true, []])
  expect(schema).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string' },
      pet: {
        anyOf: [
          {
            type: 'object',
            properties: { age: { type: ['integer', 'null'] } },
            required: ['age'],
            additionalProperties: false,
          },
          { type: 'null' },
        ],
      },
    },
    required: ['name', 'pet'],
    additionalProperties: false,
  })
})

it('goes through lists, choices and definitions', () => {
  const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } }
  const { schema, strict, dropped } = toStrictSchema({
    type: 'object',
    properties: { list: { type: 'array', items: { oneOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } } },
    required: ['list'],
    $defs: { node },
  })
  expect([strict, dropped]).toEqual([true, ['oneOf']])
  expect(schema).toMatchObject({
    properties: { list: { items: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } } },
    $defs: {
      node: {
        required: ['next'],
        properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
      },
    },
  })
})

it.each<[string, JsonObject]>([
  ['no object at the root', { type: 'array', items: { type: 'string' } }],
  ['an open object', { type: 'object', properties: { a: { type: 'object' } } }],
  ['a record', { type: 'object', properties: {}, additionalProperties: { type: 'string' } }],
  ['a place for anything', { type: 'object', properties: { a: {} } }],
])('is not strict about %s, and leaves the schema alone', (_, schema) => {
  expect(toStrictSchema(schema)).toEqual({ schema, strict: false, dropped: [] })
})

it('drops what the dialect does not know, and says what', () => {
  const name = { type: 'string', minLength: 1, format: 'uri', default: 'x' }
  const { schema, dropped } = toStrictSchema({ type: 'object', properties: { name }, required: ['name'] })
  expect(dropped).toEqual(['minLength', 'format'])
  expect(schema).toMatchObject({ properties: { name: { type: 'string' } } })
})
