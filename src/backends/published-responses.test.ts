import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { publishedApi, violations } from '../../test/published-api.ts'
import { toRequest } from '../testing/backend-subject.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import { openaiQuirks } from './wire/openai-quirks.ts'
import { openaiResponsesRequest } from './wire/openai-responses-request.ts'

const openai = await publishedApi('openai.json')

const image = { type: 'file', mediaType: 'image/png', data: new Uint8Array([255]) } as const
const call = { type: 'tool-call', id: 'call_1', name: 'add', arguments: '{"a":1}' } as const
const result = {
  type: 'tool-result',
  id: 'call_1',
  name: 'add',
  parts: [{ type: 'text', text: '2' }],
} as const

/** What does not fit; the description forgets that a response has no `usage` before its end. */
function unfit(name: string, text = ''): readonly string[] {
  return violations(openai, name, JSON.parse(text), true).filter((each) => !/usage is not of type/.test(each))
}

it.skipIf(typeof openai === 'string')('a request to the Responses API fits its published description', () => {
  const native = { parallel_tool_calls: false, service_tier: 'flex', verbosity: 'low', truncation: 'auto' }
  const options = {
    ...native,
    temperature: 1,
    topP: 1,
    maxNewTokens: 32,
    thinking: 'high',
    reasoning_summary: 'auto',
    logprobs: true,
    top_logprobs: 2,
  }
  const server = 'https://api.openai.com/v1'
  const target = { modelId: 'gpt-5.1', quirks: openaiQuirks(server, undefined), server }
  const item = { id: 'rs_1', encrypted_content: 'gAAA', summary: [] }
  const thought = { type: 'thinking', text: '', state: { openai: { server, item } } } as const
  const said = { type: 'text', text: 'Hm.', state: { openai: { server, item: { id: 'msg_1' } } } } as const
  const messages = [
    { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] } as const,
    { role: 'user', parts: [{ type: 'text', text: 'See this.' }, image] } as const,
    { role: 'assistant', parts: [{ type: 'thinking', text: 'Add.' }, call] } as const,
    { role: 'tool', parts: [result] } as const,
    { role: 'assistant', parts: [thought, said, call] } as const,
    { role: 'tool', parts: [{ ...result, parts: [image] }] } as const,
  ]
  const tools = [{ type: 'function', name: 'add', schema: { type: 'object', properties: {} } }] as const
  const schema = { type: 'object', properties: { a: { type: 'string' } } }
  const request = toRequest({ messages, options, tools, toolChoice: { name: 'add' }, schema, affinity: 'p' })
  const { body } = openaiResponsesRequest(request, target)
  const sent = JSON.parse(body)
  expect(sent.input).toHaveLength(7)
  expect(violations(openai, 'CreateResponse', sent)).toEqual([])
  const wrong = { ...sent, max_output_tokens: 1, n: 2, include: ['thoughts'], input: [{ role: 'robot' }] }
  expect(violations(openai, 'CreateResponse', wrong).length).toBeGreaterThan(3)
})

it.skipIf(typeof openai === 'string').each([
  ['Response', 'openai-responses.json'],
  ['ResponseStreamEvent', 'openai-responses.sse'],
  ['ResponseStreamEvent', 'openai-responses-refusal.sse'],
  ['ResponseStreamEvent', 'openai-responses-failed.sse'],
])('what stands for %s in %s is one', (name, file) => {
  const text = readFileSync(new URL(`__fixtures__/${file}`, import.meta.url), 'utf8')
  const all = file.endsWith('.json') ? [text] : [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data)
  for (const each of all) expect(unfit(name, each)).toEqual([])
})

it.skipIf(typeof openai === 'string')('what the server of tests says is a response', async () => {
  const server = await startFakeOpenAI()
  server.always({
    text: 'Hello, world!',
    thinking: 'Hm.',
    toolCalls: [{ name: 'add', arguments: { a: 1 } }],
    logprobs: true,
  })
  const ask = async (stream: boolean): Promise<string> => {
    const body = JSON.stringify({
      model: 'm',
      input: 'Hi.',
      stream,
      include: ['reasoning.encrypted_content'],
    })
    return (await fetch(`${server.url}/v1/responses`, { method: 'POST', body })).text()
  }
  expect(unfit('Response', await ask(false))).toEqual([])
  const events = [...(await ask(true)).matchAll(/^data: (.*)$/gm)]
  expect(events.length).toBeGreaterThan(8)
  for (const [, data] of events) expect(unfit('ResponseStreamEvent', data)).toEqual([])
  await server.close()
})
