import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startFakeAnthropic } from '../fake-anthropic.ts'
import { startFakeOllama } from '../fake-ollama.ts'
import { startFakeOpenAI } from '../fake-openai.ts'
import type { FakeReply } from '../fake-reply.ts'
import type { FakeServer } from '../fake-server.ts'
import { ollamaProtocol, openaiProtocol } from './protocols.ts'

interface Wire {
  readonly start: () => Promise<FakeServer>
  readonly path: string
  readonly body: object
  readonly reasons: readonly string[]
  readonly error: object
}

const messages = [{ role: 'user', content: 'Hi.' }]
const openaiError = { type: 'invalid_request_error', message: expect.stringContaining("'temperature'") }
const wires: { readonly [name: string]: Wire } = {
  ollama: {
    start: startFakeOllama,
    path: '/api/chat',
    body: { model: 'm', messages, options: {} },
    reasons: ['stop', 'length'],
    error: { error: expect.stringContaining("'options.temperature'") },
  },
  'chat completions': {
    start: startFakeOpenAI,
    path: '/v1/chat/completions',
    body: { model: 'm', messages, n: 2, stream_options: { include_usage: true } },
    reasons: ['stop', 'length', 'content_filter', 'tool_calls'],
    error: { error: { ...openaiError, param: 'temperature', code: 'invalid_type' } },
  },
  responses: {
    start: startFakeOpenAI,
    path: '/v1/responses',
    body: { model: 'm', input: 'Hi.', include: ['reasoning.encrypted_content'] },
    reasons: ['stop', 'length', 'content_filter'],
    error: { error: { ...openaiError, param: 'temperature', code: 'invalid_type' } },
  },
  anthropic: {
    start: startFakeAnthropic,
    path: '/v1/messages',
    body: { model: 'm', messages, max_tokens: 9 },
    reasons: ['stop', 'length', 'refusal', 'stop_sequence'],
    error: { type: 'error', error: openaiError },
  },
}

async function post(server: FakeServer, { path }: Wire, body: object): Promise<Response> {
  const headers = { 'anthropic-version': '2023-06-01' }
  return fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function replies(reasons: readonly string[]): fc.Arbitrary<FakeReply> {
  const call = fc.record({ name: fc.constant('add'), arguments: fc.dictionary(fc.string(), fc.integer()) })
  const said = {
    text: fc.string({ unit: 'grapheme' }),
    thinking: fc.string(),
    toolCalls: fc.array(call, { maxLength: 2 }),
    chunkSize: fc.integer({ min: 1, max: 9 }),
    finishReason: fc.constantFrom(...reasons),
    inputTokens: fc.nat(),
    outputTokens: fc.nat(),
    logprobs: fc.boolean(),
    errorAfterFrames: fc.nat({ max: 4 }),
  }
  const failed = {
    status: fc.constantFrom(400, 401, 404, 429, 500, 529),
    error: fc.string(),
    errorCode: fc.string(),
  }
  return fc.oneof(
    fc.record(said, { requiredKeys: [], noNullPrototype: true }),
    fc.record(failed, { requiredKeys: ['status'], noNullPrototype: true }),
  )
}

describe.each(Object.entries(wires))('the server of tests for %s', (_, wire) => {
  it('says nothing that its protocol does not allow, whatever it is told to say', async () => {
    const server = await wire.start()
    const cases = fc.asyncProperty(replies(wire.reasons), fc.boolean(), async (reply, stream) => {
      server.reply(reply)
      await (await post(server, wire, { ...wire.body, stream })).text()
      expect(server.unfit()).toEqual([])
    })
    await fc.assert(cases, { numRuns: 60 })
    await server.close()
  })

  it('refuses what does not fit, as a real one does, and the test fails that did not expect it', async () => {
    const server = await wire.start()
    const reply = await post(server, wire, {
      ...wire.body,
      temperature: 'hot',
      options: { temperature: 'hot' },
    })
    expect([reply.status, server.generations]).toEqual([400, 0])
    expect(await reply.json()).toMatchObject(wire.error)
    await expect(server.close()).rejects.toThrow(/temperature \(type\): expected a number/)
  })

  it('is silent about what the test has looked at', async () => {
    const server = await wire.start()
    await post(server, wire, { model: 5 })
    expect(server.unfit()[0]).toContain(`a request to ${wire.path}: `)
    await server.close()
  })
})

it('tells of a reply that no server gives', async () => {
  const server = await startFakeOpenAI()
  server.reply({ text: 'Hi.', finishReason: 'bored' })
  const wire = wires['chat completions']
  if (wire) await (await post(server, wire, wire.body)).text()
  await expect(server.close()).rejects.toThrow(/a reply of .*finish_reason \(value\)/)
})

it.each([
  ['ollama-chat.ndjson', '/api/chat'],
  ['ollama-logprobs.ndjson', '/api/chat'],
  ['ollama-thinking-tools.ndjson', '/api/chat'],
  ['openai-chat.sse', '/v1/chat/completions'],
  ['openai-refusal.sse', '/v1/chat/completions'],
  ['openai-tool-calls.sse', '/v1/chat/completions'],
  ['openai-two-choices.json', '/v1/chat/completions'],
  ['openai-responses.sse', '/v1/responses'],
])('the bytes in %s are what our shapes say of such replies', (file, path) => {
  const bytes = readFileSync(new URL(`../../backends/__fixtures__/${file}`, import.meta.url), 'utf8')
  const type = { ndjson: 'application/x-ndjson', sse: 'text/event-stream', json: 'application/json' }[
    file.split('.')[1] ?? ''
  ]
  const answer = { headers: { 'content-type': type ?? '' }, frames: [bytes] }
  const protocol = file.startsWith('ollama') ? ollamaProtocol : openaiProtocol
  expect(protocol.reply({ method: 'POST', path }, answer)).toEqual([])
})
