import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../../test/watch-agreement.ts'
import { checkJsonSchema } from '../../core/check-json-schema.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Requirement } from '../../core/requirement.ts'
import { fitsSchema } from './fits-schema.ts'
import { isJSON } from './is-json.ts'
import { jsonPath } from './json-path.ts'
import { parsePath } from './parse-path.ts'

const reasonOf = async (rule: Requirement<unknown>, text: string): Promise<string | undefined> =>
  (await verdictOn(rule, text)).reason

const order: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 5 },
    items: { type: 'array', maxItems: 2, items: { $ref: '#/$defs/item' } },
  },
  required: ['name'],
  additionalProperties: false,
  $defs: {
    item: { type: 'object', properties: { price: { type: 'number', minimum: 0 } }, required: ['price'] },
  },
}

describe('isJSON', () => {
  it('takes JSON and nothing else', async () => {
    for (const text of ['{"a": [1, null]}', ' 3 ', '"x"'])
      expect(await reasonOf(isJSON(), text)).toBeUndefined()
    expect(await reasonOf(isJSON(), 'Sure! {}')).toBe(
      'Answer with JSON and nothing else. At line 1, column 1 there is "S", where a value should be.',
    )
    expect(await reasonOf(isJSON(), '{"a": 1')).toBe(
      'Answer with JSON and nothing else. It ends at line 1, column 8, where "," or the closing bracket should be.',
    )
  })

  it('stops a preamble at its first letter', () => {
    expect(watchedInPieces(isJSON(), ['\n', 'Here', ' is', ' the JSON']).passed).toBe(1)
  })
})

describe('jsonPath', () => {
  const paid = jsonPath('items[*].price', (price: number) => price > 0 || `${price} is not above 0`)

  it('looks at every value at the path', async () => {
    expect(await reasonOf(paid, '{"items": [{"price": 1}, {"price": 2}]}')).toBeUndefined()
    expect(await reasonOf(paid, '{"items": [{"price": 1}, {"price": -4}]}')).toBe(
      'At items[1].price: -4 is not above 0',
    )
    expect(
      await reasonOf(
        jsonPath('$[0]["a b"]', () => false),
        '[{"a b": [1]}]',
      ),
    ).toBe('At [0]["a b"]: [1] does not pass.')
    expect(
      await reasonOf(
        jsonPath('*.x', (x) => x === 1 || 'odd'),
        '{"a": {"x": 1}, "b": {"x": 2}}',
      ),
    ).toBe('At b.x: odd')
  })

  it('wants something to be there, unless it is optional', async () => {
    expect(await reasonOf(paid, '{"items": []}')).toBe('There is nothing at items[*].price in the JSON.')
    const optional = jsonPath('items[*].price', () => false, { optional: true })
    expect(await reasonOf(optional, '{"items": []}')).toBeUndefined()
  })

  it('forgives fences and text around, and nothing inside', async () => {
    expect(
      await reasonOf(paid, 'Here:\n```json\n{"items": [{"price": 1}]}\n```\nEnjoy [it]!'),
    ).toBeUndefined()
    expect(await reasonOf(paid, 'Here:\n{"items": [}')).toBe(
      'The answer is not JSON. At line 2, column 12 there is "}", where a value or "]" should be.',
    )
    expect(await reasonOf(paid, 'I cannot.')).toContain('The answer is not JSON.')
    expect(
      await reasonOf(
        jsonPath('$', (n) => n === 3),
        '```json\n3\n```',
      ),
    ).toBeUndefined()
  })

  it('stops the tokens when a value that fails is complete', () => {
    const pieces = ['{"items": [{"price": ', '-', '4', ', "more": ', '…']
    expect(watchedInPieces(paid, pieces)).toMatchObject({
      passed: 3,
      result: { reason: 'At items[0].price: -4 is not above 0' },
    })
  })

  it('fails with a check that gives no verdict', async () => {
    const forgetful = jsonPath('a', (() => undefined) as never)
    expect(await verdictOn(forgetful, '{"a": 1}')).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('must return true, false, or a reason'),
    })
  })

  it('is shown only when it says what', () => {
    expect(paid.checkOnly).toBe(true)
    const told = jsonPath('a', () => true, { description: 'Give an a.' })
    expect([told.description, told.checkOnly]).toEqual(['Give an a.', undefined])
  })

  it('refuses paths that it cannot read', () => {
    expect(parsePath('a.b-c[0][*].*["d.e"]')).toEqual(['a', 'b-c', 0, undefined, undefined, 'd.e'])
    expect(parsePath("$['x']")).toEqual(['x'])
    for (const wrong of [
      '',
      '.',
      '.a',
      'a..b',
      'a[',
      'a[-1]',
      'a[1',
      'a]b',
      'a b',
      '[0]a',
      '0',
      'a.',
      undefined,
    ])
      expect(() => jsonPath(wrong as never, () => true), wrong).toThrow(/jsonPath\(\)/)
    expect(() => jsonPath('a', 3 as never)).toThrow(/give a function/)
  })
})

describe('fitsSchema', () => {
  it('names every place that does not fit, and what is there', async () => {
    expect(
      await reasonOf(fitsSchema(order), '```json\n{"name": "Ada", "items": [{"price": 1}]}\n```'),
    ).toBeUndefined()
    const zod = fitsSchema(z.object({ name: z.string(), items: z.array(z.object({ price: z.number() })) }))
    expect(await reasonOf(zod, '{"name": 1, "items": [{"price": "x"}]}')).toMatch(
      /^The JSON does not fit the schema: at name: .*got 1; at items\[0\]\.price: .*got "x"\.$/,
    )
    expect(await reasonOf(fitsSchema(order), '{}')).toBe(
      'The JSON does not fit the schema: at the top: lacks "name", got {}.',
    )
    expect(await reasonOf(zod, 'none')).toContain('The answer is not JSON.')
  })

  it('stops the tokens at a value that is wrong by itself', () => {
    const rule = fitsSchema(order)
    const stops = (text: string): readonly [string, string | undefined] => {
      const { passed, result } = watchedInPieces(rule, Array.from(text))
      return [text.slice(passed + 1), result.reason]
    }
    expect(stops('{"items": [{"price": -1}], "name": "Ada"}')).toEqual([
      '], "name": "Ada"}',
      'The JSON does not fit the schema: at items[0].price: must be at least 0, got -1.',
    ])
    expect(stops('{"name": "Ada Lovelace", "items": []}')[0]).toBe(', "items": []}')
    expect(stops('{"nickname": 1, "name": "Ada"}')[1]).toContain('at nickname: is not allowed, got 1')
    expect(stops('{"items": [{"price": 1}, {"price": 1}, {"price": 1}], "name": "A"}')[1]).toContain(
      'at items: must have at most 2 items',
    )
    expect(stops('{"items": [{}], "name": "A"}')[1]).toContain('at items[0]: lacks "price"')
  })

  it('never stops what fits', () => {
    const node: JsonObject = {
      type: 'object',
      properties: {
        value: { anyOf: [{ type: 'integer' }, { const: 'x' }] },
        next: { $ref: '#' },
        list: { type: 'array', prefixItems: [{ type: 'string' }], items: { enum: [1, 2, null] } },
      },
      patternProperties: { '^x': { type: 'boolean' } },
      additionalProperties: { type: 'number' },
    }
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.record(
        {
          value: fc.constantFrom(1, 'x', 1.5),
          next: tie('tree'),
          list: fc.array(fc.constantFrom('a', 1, 2, null, 3), { maxLength: 3 }),
          xy: fc.constantFrom(true, 1),
          other: fc.constantFrom(1, 'no'),
        },
        { requiredKeys: [] },
      ),
    }))
    const { texts } = { texts: tree.map((value) => JSON.stringify(value)) }
    fc.assert(
      fc.property(texts, (text) => {
        const { result } = watchedInPieces(fitsSchema(node), Array.from(text))
        const isStopped = result.status === 'fail'
        expect(isStopped && checkJsonSchema(JSON.parse(text), node).length === 0, text).toBe(false)
      }),
    )
  })

  it('refuses what is no schema', () => {
    for (const wrong of [undefined, null, 'x', [], () => true])
      expect(() => fitsSchema(wrong as never)).toThrow(/fitsSchema\(\): give a JSON Schema/)
  })
})

it('requirements on JSON say the same of a text that grows as of the whole, wherever it is cut', async () => {
  const texts = textsOf(
    '{',
    '}',
    '[',
    ']',
    '"a"',
    '"price"',
    ':',
    ',',
    '1',
    '-2',
    '.5',
    ' ',
    '\n',
    '```',
    'x',
    'null',
  )
  const whole = fc.json().map((text) => `Sure:\n${text}\nDone.`)
  const rules = [
    isJSON(),
    jsonPath('[*].price', (price) => price === 1),
    fitsSchema({ type: 'array', items: order }),
  ]
  for (const rule of rules) await expectAgreement(rule, fc.oneof(texts, whole))
})
