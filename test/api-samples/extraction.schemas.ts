import { jsonSchema } from 'mellea'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'

const Recipe = z.object({
  name: z.string(),
  difficulty: z.enum(['easy', 'hard']),
  steps: z.array(z.string()),
})
const User = type({ name: 'string', age: 'number.integer >= 0' })
const Tag = toStandardJsonSchema(v.object({ tag: v.picklist(['bug', 'feature']) }))
const Plain = jsonSchema<{ title: string }>({
  type: 'object',
  properties: { title: { type: 'string' } },
  required: ['title'],
})
