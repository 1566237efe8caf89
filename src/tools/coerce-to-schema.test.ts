import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Json, JsonObject } from '../core/json.ts'
import { coerceToSchema } from './coerce-to-schema.ts'

const schema = z.toJSONSchema(
  z.object({
    days: z.int(),
    degrees: z.number().nullable(),
    isCold: z.boolean(),
    zip: z.string(),
    unit: z.enum(['celsius', 'fahrenheit']),
    cities: z.array(z.object({ name: z.string(), size: z.number() })),
    either: z.union([z.string(), z.number()]),
  }),
) as JsonObject

describe('coerceToSchema', () => {
  it('reads what was written in the types that are wanted', () => {
    const written = {
      days: '3',
      degrees: ' -2.5 ',
      isCold: 'Yes',
      zip: 10115,
      unit: 'Celsius',
      cities: '[{"name": 7, "size": "1e3"}]',
      either: '5',
      other: '6',
    }
    expect(coerceToSchema(written, schema)).toEqual({
      days: 3,
      degrees: -2.5,
      isCold: true,
      zip: '10115',
      unit: 'celsius',
      cities: [{ name: '7', size: 1000 }],
      either: '5',
      other: '6',
    })
  })

  it('leaves what can mean several things, or nothing', () => {
    const odd = {
      days: '3 or 4',
      degrees: '',
      isCold: 'maybe',
      zip: null,
      unit: 'kelvin',
      cities: 'Paris',
      either: true,
    }
    expect(coerceToSchema(odd, schema)).toEqual(odd)
    expect(coerceToSchema({ days: '2.5' }, schema)).toEqual({ days: '2.5' })
    expect(coerceToSchema({ days: '99999999999999999999' }, schema)).toEqual({ days: '99999999999999999999' })
  })

  it('follows references', () => {
    const tree = { type: 'object', properties: { n: { type: 'number' }, next: { $ref: '#' } } }
    expect(coerceToSchema({ n: '1', next: { n: '2' } }, tree)).toEqual({ n: 1, next: { n: 2 } })
    expect(coerceToSchema({ n: '1' }, { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } })).toEqual({
      n: '1',
    })
  })

  it('never changes what fits', () => {
    const cities = fc.array(
      fc.record({ name: fc.string(), size: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    )
    const fitting = fc.record({
      days: fc.integer(),
      degrees: fc.option(fc.integer()),
      isCold: fc.boolean(),
      zip: fc.string(),
      unit: fc.constantFrom('celsius', 'fahrenheit'),
      cities,
      either: fc.oneof(fc.string(), fc.integer()),
    })
    fc.assert(
      fc.property(fitting, (value) => {
        expect(coerceToSchema(value as Json, schema)).toEqual(value)
      }),
    )
  })
})
