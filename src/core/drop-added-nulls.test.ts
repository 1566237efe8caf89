import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { dropAddedNulls } from './drop-added-nulls.ts'
import type { Json, JsonObject } from './json.ts'

it('takes only the nulls out that strictness put in', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: ['string', 'null'] }, c: { type: 'null' } },
    required: ['c'],
  }
  expect(dropAddedNulls({ a: null, b: null, c: null, d: null }, schema)).toEqual({
    b: null,
    c: null,
    d: null,
  })
})

it('gives back a value that the schema of zod takes, wherever the optional keys are', () => {
  const leaf = z.object({ kind: z.literal('leaf'), size: z.int().optional() })
  const branch = z.object({
    kind: z.literal('branch'),
    leaves: z.array(leaf),
    note: z.string().nullable().optional(),
  })
  const tree = z.object({ root: z.union([leaf, branch]), label: z.string().optional() })
  const original = z.toJSONSchema(tree) as JsonObject
  const size = fc.option(fc.integer(), { nil: null })
  const aLeaf = fc.record({ kind: fc.constant('leaf'), size })
  const note = fc.option(fc.string(), { nil: null })
  const aBranch = fc.record({ kind: fc.constant('branch'), leaves: fc.array(aLeaf), note })
  const answer = fc.record({ root: fc.oneof(aLeaf, aBranch), label: fc.option(fc.string(), { nil: null }) })
  fc.assert(
    fc.property(answer, (value) => {
      expect(tree.safeParse(dropAddedNulls(value as Json, original)).success).toBe(true)
    }),
  )
})
