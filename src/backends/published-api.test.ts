import { expect, it } from 'vitest'
import type { GenerateRequest } from '../core/backend.ts'
import type { EmbedRequest } from '../core/embedding.ts'
import { publishedApi, violations } from '../../test/published-api.ts'
import { toRequest } from '../testing/backend-subject.ts'
import { ollamaEmbed } from './wire/ollama-embed.ts'
import { ollamaRequest } from './wire/ollama-request.ts'
import { openaiChatRequest } from './wire/openai-chat-request.ts'
import { openaiEmbed } from './wire/openai-embed.ts'
import { openaiQuirks } from './wire/openai-quirks.ts'

const ollama = await publishedApi('ollama.yaml')
const openai = await publishedApi('openai.json')

const image = { type: 'file', mediaType: 'image/png', data: new Uint8Array([255]) } as const
const call = { type: 'tool-call', id: 'call_1', name: 'add', arguments: '{"a":1}' } as const
const result = {
  type: 'tool-result',
  id: 'call_1',
  name: 'add',
  parts: [{ type: 'text', text: '2' }],
} as const
const everything: Partial<GenerateRequest> = {
  messages: [
    { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', parts: [{ type: 'text', text: 'See this.' }, image] },
    { role: 'assistant', parts: [{ type: 'thinking', text: 'Add.' }, call] },
    { role: 'tool', parts: [result] },
  ],
  tools: [
    { type: 'function', name: 'add', description: 'Adds.', schema: { type: 'object', properties: {} } },
  ],
  toolChoice: { name: 'add' },
  schema: { type: 'object', properties: { a: { type: 'string' } } },
  options: {
    temperature: 1,
    seed: 1,
    maxNewTokens: 1,
    stopSequences: ['x'],
    topP: 1,
    presencePenalty: 0,
    frequencyPenalty: 0,
    thinking: 'high',
    logprobs: true,
    top_logprobs: 2,
  },
}

it.skipIf(typeof ollama === 'string')('a request to Ollama fits its published description', async () => {
  const fetched = async (): Promise<Uint8Array> => new Uint8Array()
  const { body } = await ollamaRequest(toRequest(everything), { modelId: 'm', keepAlive: -1, fetched })
  // its source takes it, and its description has it for vectors only: https://github.com/ollama/ollama/pull/13959
  const { truncate, ...described } = JSON.parse(body) as Record<string, unknown>
  expect(truncate).toBe(false)
  expect(violations(ollama, 'ChatRequest', described)).toEqual([])
  expect(violations(ollama, 'ChatRequest', { ...described, think: 'banana', keepalive: 1 })).toHaveLength(2)
})

it.skipIf(typeof openai === 'string')('a request to OpenAI fits its published description', () => {
  const native = { parallel_tool_calls: false, service_tier: 'flex', user: 'u', verbosity: 'low' }
  const request = toRequest({
    ...everything,
    candidates: 2,
    affinity: 'p',
    options: { ...everything.options, ...native },
  })
  const { body } = openaiChatRequest(request, 'm', openaiQuirks('https://api.openai.com/v1', undefined))
  expect(violations(openai, 'CreateChatCompletionRequest', JSON.parse(body))).toEqual([])
  const wrong = { ...JSON.parse(body), temperature: 'hot', reasoning_effort: true, top_k: 1 }
  expect(violations(openai, 'CreateChatCompletionRequest', wrong).length).toBeGreaterThan(2)
})

it.skipIf(typeof ollama === 'string')('a request for vectors fits what Ollama has published', async () => {
  const body = await bodyOf((post) => ollamaEmbed(vectors, { modelId: 'm', keepAlive: '5m', post }))
  expect(body).toMatchObject({ truncate: false, dimensions: 8 })
  expect(violations(ollama, 'EmbedRequest', body)).toEqual([])
  expect(violations(ollama, 'EmbedRequest', { ...body, input: 5 })).not.toEqual([])
})

it.skipIf(typeof openai === 'string')('a request for vectors fits what OpenAI has published', async () => {
  const quirks = openaiQuirks('https://api.openai.com/v1', undefined)
  const body = await bodyOf((post) => openaiEmbed(vectors, { modelId: 'm', quirks, post }))
  expect(violations(openai, 'CreateEmbeddingRequest', body)).toEqual([])
  expect(violations(openai, 'CreateEmbeddingRequest', { ...body, encoding_format: 'hex' })).not.toEqual([])
})

const vectors: EmbedRequest = { texts: ['a', 'b'], dimensions: 8, signal: new AbortController().signal }

/** What would be posted. */
async function bodyOf(embed: (post: (body: string) => Promise<never>) => Promise<unknown>): Promise<object> {
  let sent = ''
  const stopped = new Error('it is not sent')
  await expect(embed((body) => ((sent = body), Promise.reject(stopped)))).rejects.toBe(stopped)
  return JSON.parse(sent) as object
}
