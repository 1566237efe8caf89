import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchema } from '../core/json-schema.ts'
import { tool } from './tool.ts'

interface Tree {
  readonly name: string
  readonly children?: readonly Tree[] | undefined
}
const tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get children() {
    return z.array(tree).optional()
  },
})

describe('tool()', () => {
  it('says its schema whole: choices, items, defaults, what may be missing, nesting', () => {
    const { schema } = tool({
      name: 'search',
      doc: 'Search.',
      input: z.object({
        words: z.array(z.string().min(1)).describe('Each a word.'),
        sort: z.enum(['date', 'rank']).default('rank'),
        limit: z.int().min(1).max(50).optional(),
        where: z.object({ lang: z.union([z.literal('en'), z.null()]) }),
        kind: z.discriminatedUnion('type', [
          z.object({ type: z.literal('a'), a: z.number() }),
          z.object({ type: z.literal('b') }),
        ]),
      }),
      run: () => [],
    })
    expect(schema).toMatchObject({
      type: 'object',
      properties: {
        words: { type: 'array', items: { type: 'string', minLength: 1 }, description: 'Each a word.' },
        sort: { type: 'string', enum: ['date', 'rank'], default: 'rank' },
        limit: { type: 'integer', minimum: 1, maximum: 50 },
        where: { type: 'object', properties: { lang: { anyOf: [{ const: 'en' }, { type: 'null' }] } } },
        kind: { oneOf: [{ properties: { type: { const: 'a' } } }, { properties: { type: { const: 'b' } } }] },
      },
      required: ['words', 'where', 'kind'],
    })
  })

  it('keeps recursion', () => {
    const { schema } = tool({ name: 'grow', doc: '', input: tree, run: () => 1 })
    expect(JSON.stringify(schema)).toContain('"$ref":')
    expect(schema).toMatchObject({ type: 'object', required: ['name'] })
  })

  it('may have no arguments, and is run as any function', () => {
    const now = tool({ name: 'now', doc: 'The time.', run: () => 12 })
    expect(now).toMatchObject({ schema: { type: 'object', properties: {} }, repeatable: false })
    expect(now.run({}, { signal: new AbortController().signal, id: '1' })).toBe(12)
  })

  it.each([
    ['a name with a space', { name: 'get weather' }, /letters, digits/],
    ['a name that is too long', { name: 'x'.repeat(65) }, /at most 64/],
    ['no name', { name: undefined }, /got undefined/],
    ['no words for the model', { doc: 7 }, /`doc` is a text, got 7/],
    ['nothing to run', { run: 'rm' }, /`run` is a function, got "rm"/],
    ['an approval that is no function', { approve: true }, /`approve` is a function, got true/],
    ['arguments without names', { input: z.array(z.string()) }, /describes one object/],
    ['a choice of objects', { input: jsonSchema({ anyOf: [] }) }, /describes one object/],
    [
      'a schema that cannot say itself',
      { input: z.object({ at: z.date() }) },
      /cannot be said as JSON Schema/,
    ],
  ])('refuses %s', (_, part, says) => {
    const spec = { name: 'x', doc: '', run: () => 1, ...part }
    // @ts-expect-error -- as JavaScript may
    expect(() => tool(spec)).toThrow(says)
  })
})
