import Anthropic, {
  APIUserAbortError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from '@anthropic-ai/sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFakeAnthropic } from './fake-anthropic.ts'
import type { FakeReply } from './fake-reply.ts'
import type { FakeServer } from './fake-server.ts'

let server: FakeServer
let client: Anthropic

beforeEach(async () => {
  server = await startFakeAnthropic({ models: ['claude-sonnet-5-5'], apiKey: 'sk-ant-test' })
  client = new Anthropic({ baseURL: server.url, apiKey: 'sk-ant-test', maxRetries: 0 })
})
afterEach(() => server.close())

const asked = {
  model: 'claude-sonnet-5-5',
  max_tokens: 99,
  messages: [{ role: 'user' as const, content: 'Hi.' }],
}
const everything: FakeReply = {
  text: 'Grüße, 世界!',
  thinking: 'They greet me.',
  toolCalls: [{ id: 'toolu_1', name: 'add', arguments: { a: 1, word: '🙂' } }],
  inputTokens: 12,
  outputTokens: 30,
}

describe("Anthropic's own client", () => {
  it('reads a whole reply without loss, and a stream to the same', async () => {
    server.always(everything)
    const whole = await client.messages.create(asked)
    expect(whole.content).toMatchObject([
      { type: 'thinking', thinking: everything.thinking },
      { type: 'text', text: everything.text },
      { type: 'tool_use', id: 'toolu_1', name: 'add', input: { a: 1, word: '🙂' } },
    ])
    expect([whole.stop_reason, whole.usage.input_tokens, whole.usage.output_tokens]).toEqual([
      'tool_use',
      12,
      30,
    ])
    const streamed = await client.messages.stream(asked).finalMessage()
    expect(streamed).toMatchObject({
      content: whole.content,
      stop_reason: 'tool_use',
      usage: { output_tokens: 30 },
    })
  })

  it('knows errors by their class, and tries again where it should', async () => {
    server.reply({ status: 429, error: 'Slow down.' })
    await expect(client.messages.create(asked)).rejects.toThrow(RateLimitError)
    await expect(client.messages.create({ ...asked, model: 'claude-nobody' })).rejects.toThrow(NotFoundError)
    server.reply({ status: 529, error: 'Overloaded', headers: { 'retry-after-ms': '1' } }, { text: 'Now.' })
    const { content } = await client.messages.create(asked, { maxRetries: 1 })
    expect(content).toMatchObject([{ text: 'Now.' }])
  })

  it('is refused with the name of what is wrong', async () => {
    await expect(client.messages.create({ ...asked, max_tokens: 0 })).rejects.toThrow(BadRequestError)
    expect(server.unfit()[0]).toContain('max_tokens (bounds)')
  })

  it('fails where the server fails in the middle, and closes the connection when it is aborted', async () => {
    server.reply({
      text: 'once upon a time',
      errorAfterFrames: 2,
      error: 'Overloaded',
      errorCode: 'overloaded_error',
    })
    await expect(client.messages.stream(asked).finalText()).rejects.toThrow(/overloaded/i)
    server.reply({ text: 'once upon a time', holdAfterFrames: 2 })
    const stream = client.messages.stream(asked)
    stream.on('text', () => stream.abort())
    await expect(stream.done()).rejects.toThrow(APIUserAbortError)
    await server.disconnected(1)
  })

  it('asks about a model', async () => {
    expect(await client.models.retrieve('claude-sonnet-5-5')).toMatchObject({
      id: 'claude-sonnet-5-5',
      type: 'model',
    })
  })
})
