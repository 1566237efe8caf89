import OpenAI, { APIUserAbortError, BadRequestError, NotFoundError, RateLimitError } from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startFakeOpenAI } from './fake-openai.ts'
import type { FakeReply } from './fake-reply.ts'
import type { FakeServer } from './fake-server.ts'

let server: FakeServer
let client: OpenAI

beforeEach(async () => {
  server = await startFakeOpenAI({ models: ['tiny'], apiKey: 'sk-test' })
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sk-test', maxRetries: 0 })
})
afterEach(() => server.close())

const messages = [{ role: 'user' as const, content: 'Hi.' }]
const asked = { model: 'tiny', messages }
const everything: FakeReply = {
  text: 'Grüße, 世界!',
  toolCalls: [
    { id: 'call_1', name: 'add', arguments: { a: 1 } },
    { id: 'call_2', name: 'find', arguments: { word: '🙂' } },
  ],
  logprobs: true,
  inputTokens: 12,
  outputTokens: 30,
}
const calls = [
  { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
  { id: 'call_2', type: 'function', function: { name: 'find', arguments: '{"word":"🙂"}' } },
]

describe("OpenAI's own client, over Chat Completions", () => {
  it('reads a whole reply without loss', async () => {
    server.reply(everything)
    const { choices, usage } = await client.chat.completions.create(asked)
    expect(choices[0]).toMatchObject({ message: { content: everything.text, tool_calls: calls } })
    expect(choices[0]?.logprobs?.content?.map(({ token }) => token).join('')).toBe(everything.text)
    expect([choices[0]?.finish_reason, usage?.total_tokens]).toEqual(['tool_calls', 42])
  })

  it('puts a stream together to the same', async () => {
    server.always(everything)
    const whole = await client.chat.completions.create(asked)
    const stream = client.chat.completions.stream({ ...asked, stream_options: { include_usage: true } })
    const streamed = await stream.finalChatCompletion()
    const { message, finish_reason, logprobs } = streamed.choices[0] ?? {}
    expect(message).toMatchObject({ content: everything.text, role: 'assistant' })
    expect(
      message?.tool_calls?.map(({ id, function: { name, arguments: input } }) => [id, name, input]),
    ).toEqual(calls.map(({ id, function: { name, arguments: input } }) => [id, name, input]))
    expect([finish_reason, streamed.usage]).toEqual(['tool_calls', whole.usage])
    expect(logprobs?.content).toEqual(whole.choices[0]?.logprobs?.content)
  })

  it('tells several candidates apart', async () => {
    server.always({ text: 'Heads or tails?' })
    const stream = client.chat.completions.stream({ ...asked, n: 3 })
    const { choices } = await stream.finalChatCompletion()
    expect(choices.map(({ index, message }) => [index, message.content])).toEqual(
      [0, 1, 2].map((index) => [index, 'Heads or tails?']),
    )
  })

  it('parses what a schema asked for, and sends a schema that fits', async () => {
    const person = z.object({ name: z.string(), age: z.number() })
    server.reply({ text: '{"name":"Ada","age":36}' })
    const reply = await client.chat.completions.parse({
      ...asked,
      response_format: zodResponseFormat(person, 'person'),
    })
    expect(reply.choices[0]?.message.parsed).toEqual({ name: 'Ada', age: 36 })
  })

  it('knows errors by their class, and tries again where it should', async () => {
    server.reply({ status: 429, error: 'Slow down.', errorCode: 'rate_limit_exceeded' })
    const limited = await client.chat.completions.create(asked).catch((error: unknown) => error)
    expect(limited).toBeInstanceOf(RateLimitError)
    expect(limited).toMatchObject({ code: 'rate_limit_exceeded', message: '429 Slow down.' })
    await expect(client.chat.completions.create({ ...asked, model: 'huge' })).rejects.toThrow(NotFoundError)
    server.reply({ status: 503, headers: { 'retry-after-ms': '1' } }, { text: 'Now.' })
    const { choices } = await client.chat.completions.create(asked, { maxRetries: 1 })
    expect(choices[0]?.message.content).toBe('Now.')
  })

  it('is refused with the name of what is wrong', async () => {
    const wrong = client.chat.completions.create({ ...asked, temperature: 3 })
    await expect(wrong).rejects.toThrow(BadRequestError)
    await expect(wrong).rejects.toMatchObject({ param: 'temperature', code: 'invalid_value' })
    expect(server.unfit()).toHaveLength(1)
  })

  it('fails where the server fails in the middle, and closes the connection when it is aborted', async () => {
    server.reply({ text: 'once upon a time', errorAfterFrames: 2, error: 'Overloaded.' })
    await expect(client.chat.completions.stream(asked).finalContent()).rejects.toThrow('Overloaded.')
    server.reply({ text: 'once upon a time', holdAfterFrames: 2 })
    const stream = client.chat.completions.stream(asked)
    stream.on('content', () => stream.abort())
    await expect(stream.done()).rejects.toThrow(APIUserAbortError)
    await server.disconnected(1)
  })

  it('lists models, and reads vectors in both forms', async () => {
    const ids: string[] = []
    for await (const { id } of client.models.list()) ids.push(id)
    expect(ids).toEqual(['tiny'])
    server.always({ vectors: [[0.5, -0.25]] })
    const embed = async (encoding_format?: 'float' | 'base64'): Promise<unknown> => {
      const form = encoding_format && { encoding_format }
      const { data } = await client.embeddings.create({ model: 'tiny', input: ['x'], ...form })
      return data[0]?.embedding
    }
    const packed = Buffer.from(new Float32Array([0.5, -0.25]).buffer).toString('base64')
    // without a word it asks for base64, and unpacks it
    expect(await embed()).toEqual([0.5, -0.25])
    expect(server.requests.at(-1)?.body['encoding_format']).toBe('base64')
    expect([await embed('float'), await embed('base64')]).toEqual([[0.5, -0.25], packed])
  })
})

describe("OpenAI's own client, over the Responses API", () => {
  const thinking = { ...everything, thinking: 'They greet me.' }

  it('reads a whole reply without loss', async () => {
    server.reply(thinking)
    const reply = await client.responses.create({ model: 'tiny', input: 'Hi.' })
    expect(reply.output_text).toBe(everything.text)
    expect(reply.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'message',
      'function_call',
      'function_call',
    ])
    expect(reply.usage?.total_tokens).toBe(42)
  })

  it('puts a stream together to the same', async () => {
    server.always(thinking)
    const whole = await client.responses.create({ model: 'tiny', input: 'Hi.' })
    const stream = client.responses.stream({ model: 'tiny', input: 'Hi.' })
    const numbers: number[] = []
    let text = ''
    for await (const event of stream) {
      numbers.push(event.sequence_number)
      if (event.type === 'response.output_text.delta') text += event.delta
    }
    const final = await stream.finalResponse()
    expect([text, final.output_text]).toEqual([everything.text, everything.text])
    expect(final.output).toMatchObject(whole.output)
    expect(final.usage).toEqual(whole.usage)
    expect(numbers).toEqual(numbers.map((_, index) => index))
  })

  it('tells an answer that was cut, and a failure', async () => {
    server.reply({ text: 'Once', finishReason: 'length' })
    const cut = await client.responses.create({ model: 'tiny', input: 'Hi.' })
    expect([cut.status, cut.incomplete_details]).toEqual(['incomplete', { reason: 'max_output_tokens' }])
    server.reply({ status: 400, error: 'No.' })
    await expect(client.responses.create({ model: 'tiny', input: 'Hi.' })).rejects.toThrow(BadRequestError)
  })
})
