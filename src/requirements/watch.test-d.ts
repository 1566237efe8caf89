import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { Json } from '../core/json.ts'
import type { JsonPath } from '../util/json-stream.ts'
import type { Requirement } from '../core/requirement.ts'
import { req } from './req.ts'
import { watch } from './watch.ts'

describe('a watcher of JSON paths', () => {
  it('has the type of its schema, as that makes it; without one it is JSON', () => {
    const made = watch.path('a', z.coerce.date(), (value, path) => {
      expectTypeOf(value).toEqualTypeOf<Date>()
      expectTypeOf(path).toEqualTypeOf<JsonPath>()
      return true
    })
    expectTypeOf(made).toEqualTypeOf<Requirement<unknown>>()
    watch.path('a', (value) => {
      expectTypeOf(value).toEqualTypeOf<Json>()
      return value === null
    })
    watch.path('a', z.string())
    // @ts-expect-error it decides at once
    watch.path('a', async () => true)
    // @ts-expect-error a forgotten return is no verdict
    watch.path('a', () => {})
  })

  it('may be told to the model', () => {
    expectTypeOf(req('No price is 0.', watch.path('a', z.number()))).toEqualTypeOf<Requirement<unknown>>()
    // @ts-expect-error no such unit
    watch({ chunk: 'line', onChunk: () => true })
  })
})
