/** Two programs with each library: a question, and an object of a schema beside a streamed answer. The schema is the same everywhere. */
export const schema = `import { z } from 'zod'
export const Recipe = z.object({
  name: z.string(),
  difficulty: z.enum(['easy', 'hard']),
  steps: z.array(z.object({ text: z.string(), minutes: z.number() })),
})
`

const read = `  value.difficulty satisfies 'easy' | 'hard'
  value.steps[0]?.minutes satisfies number | undefined
  // @ts-expect-error not in the schema
  value.nope
`

const ai = (entry, provider) => ({
  hello: `import { generateText } from '${entry}'
import { createOpenAICompatible } from '${provider}'
const model = createOpenAICompatible({ name: 'local', baseURL: 'http://localhost' })('m')
export const { text } = await generateText({ model, prompt: 'Say hi.' })
text satisfies string
`,
  full: `import { generateText, Output, streamText } from '${entry}'
import { createOpenAICompatible } from '${provider}'
import { Recipe } from './schema.ts'
const model = createOpenAICompatible({ name: 'local', baseURL: 'http://localhost' })('m')
export async function extract(): Promise<void> {
  const { output: value } = await generateText({ model, prompt: 'Invent a recipe.', output: Output.object({ schema: Recipe }) })
${read}}
export async function stream(): Promise<void> {
  for await (const delta of streamText({ model, prompt: 'Tell a story.' }).textStream) delta satisfies string
}
`,
})

const openai = (entry) => ({
  hello: `import OpenAI from '${entry}'
const client = new OpenAI()
const completion = await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Say hi.' }] })
completion.choices[0]?.message.content satisfies string | null | undefined
`,
  full: `import OpenAI from '${entry}'
import { zodResponseFormat } from '${entry}/helpers/zod'
import { Recipe } from './schema.ts'
const client = new OpenAI()
export async function extract(): Promise<void> {
  const messages = [{ role: 'user' as const, content: 'Invent a recipe.' }]
  const completion = await client.chat.completions.parse({ model: 'm', messages, response_format: zodResponseFormat(Recipe, 'recipe') })
  const value = completion.choices[0]?.message.parsed
  if (!value) throw new Error('refused')
${read}}
export async function stream(): Promise<void> {
  const chunks = await client.chat.completions.create({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Tell a story.' }] })
  for await (const chunk of chunks) chunk.choices[0]?.delta.content satisfies string | null | undefined
}
`,
})

export const programs = {
  mellea: {
    hello: `import { startSession } from 'mellea'
const m = startSession()
export const { value } = await m.instruct('Say hi.')
value satisfies string
`,
    full: `import { startSession } from 'mellea'
import { Recipe } from './schema.ts'
const m = startSession()
export async function extract(): Promise<void> {
  const { value } = await m.instruct('Invent a recipe.', { format: Recipe })
${read}}
export async function stream(): Promise<void> {
  for await (const delta of m.instruct('Tell a story.')) delta satisfies string
}
`,
  },
  ollama: {
    hello: `import ollama from 'ollama'
const { message } = await ollama.chat({ model: 'm', messages: [{ role: 'user', content: 'Say hi.' }] })
message.content satisfies string
`,
    full: `import ollama from 'ollama'
import { z } from 'zod'
import { Recipe } from './schema.ts'
export async function extract(): Promise<void> {
  const messages = [{ role: 'user', content: 'Invent a recipe.' }]
  const { message } = await ollama.chat({ model: 'm', messages, format: z.toJSONSchema(Recipe) })
  const value = Recipe.parse(JSON.parse(message.content))
${read}}
export async function stream(): Promise<void> {
  const chunks = await ollama.chat({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Tell a story.' }] })
  for await (const chunk of chunks) chunk.message.content satisfies string
}
`,
  },
  'openai 6': openai('openai'),
  'openai 7': openai('openai-7'),
  'ai 6': ai('ai', '@ai-sdk/openai-compatible'),
  'ai 7': ai('ai-7', 'openai-compatible-3'),
  ax: {
    hello: `import { ai, ax } from '@ax-llm/ax'
const llm = ai({ name: 'openai', apiKey: 'k' })
export const { answer } = await ax('question:string -> answer:string').forward(llm, { question: 'Say hi.' })
answer satisfies string
`,
    full: `import { ai, ax, f } from '@ax-llm/ax'
const llm = ai({ name: 'openai', apiKey: 'k' })
const recipe = f()
  .input('question', f.string())
  .output('name', f.string())
  .output('difficulty', f.class(['easy', 'hard'] as const))
  .output('steps', f.object({ text: f.string(), minutes: f.number() }).array())
  .build()
export async function extract(): Promise<void> {
  const value = await ax(recipe).forward(llm, { question: 'Invent a recipe.' })
${read}}
export async function stream(): Promise<void> {
  for await (const chunk of ax('question:string -> answer:string').streamingForward(llm, { question: 'Tell a story.' }))
    chunk.delta.answer satisfies string | undefined
}
`,
  },
  langchain: {
    hello: `import { ChatOpenAI } from '@langchain/openai'
const reply = await new ChatOpenAI({ model: 'm' }).invoke('Say hi.')
reply.text satisfies string
`,
    full: `import { ChatOpenAI } from '@langchain/openai'
import { Recipe } from './schema.ts'
const model = new ChatOpenAI({ model: 'm' })
export async function extract(): Promise<void> {
  const value = await model.withStructuredOutput(Recipe).invoke('Invent a recipe.')
${read}}
export async function stream(): Promise<void> {
  for await (const chunk of await model.stream('Tell a story.')) chunk.text satisfies string
}
`,
  },
}
