import { jsonSchema, startSession, type MelleaSession } from 'mellea'
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

export async function extraction(m: MelleaSession = startSession()): Promise<readonly unknown[]> {
  const { value } = await m.instruct('Invent a pasta recipe.', { format: Recipe })
  value.difficulty satisfies 'easy' | 'hard' // parsed and validated, not a JSON string
  // @ts-expect-error  not in the enum
  value.difficulty satisfies 'medium'

  const user = await m.instruct('User log 42: Alice is 31.', { format: User })
  user.value.age satisfies number

  const tag = await m.instruct('App crashes on start', { format: Tag })
  tag.value.tag satisfies 'bug' | 'feature'

  const plain = await m.chat('A title for this.', { format: Plain })
  plain.value.title satisfies string

  // what is no object travels as { "result": … } and comes back unwrapped
  const primes = await m.instruct('The first three primes.', { format: z.array(z.int()) })
  primes.value satisfies number[]
  return [value, user.value, tag.value, plain.value, primes.value]
}
