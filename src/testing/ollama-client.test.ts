import { Ollama } from 'ollama'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startFakeOllama } from './fake-ollama.ts'
import type { FakeReply } from './fake-reply.ts'
import type { FakeServer } from './fake-server.ts'

let server: FakeServer
let client: Ollama

beforeEach(async () => {
  server = await startFakeOllama({ models: ['tiny'], pullable: ['small'] })
  client = new Ollama({ host: server.url })
})
afterEach(() => server.close())

const asked = { model: 'tiny', messages: [{ role: 'user', content: 'Hi.' }] }
const everything: FakeReply = {
  text: 'Grüße, 世界!',
  thinking: 'They greet me.',
  toolCalls: [{ name: 'add', arguments: { a: 1 } }],
  logprobs: true,
  inputTokens: 12,
  outputTokens: 30,
}
const call = { function: { name: 'add', arguments: { a: 1 } } }

describe("Ollama's own client", () => {
  it('reads a whole reply without loss', async () => {
    server.reply(everything)
    const reply = await client.chat({ ...asked, think: true, logprobs: true })
    expect(reply.message).toMatchObject({
      content: everything.text,
      thinking: everything.thinking,
      tool_calls: [call],
    })
    expect([reply.prompt_eval_count, reply.eval_count, reply.done_reason]).toEqual([12, 30, 'stop'])
    expect(reply.logprobs?.map(({ token }) => token).join('')).toBe(everything.text)
  })

  it('reads a stream to the same', async () => {
    server.reply(everything)
    const said = { content: '', thinking: '', tokens: '', calls: [] as unknown[], output: 0 }
    for await (const { message, logprobs, eval_count } of await client.chat({ ...asked, stream: true })) {
      said.content += message.content
      said.thinking += message.thinking ?? ''
      said.calls.push(...(message.tool_calls ?? []))
      said.tokens += logprobs?.map(({ token }) => token).join('') ?? ''
      said.output = eval_count
    }
    expect(said).toMatchObject({
      content: everything.text,
      thinking: everything.thinking,
      calls: [call],
      output: 30,
    })
    expect(said.tokens).toBe(everything.text)
  })

  it('sends tools, a schema, options and a picture that fit', async () => {
    const parameters = { type: 'object', properties: { a: { type: 'integer' } } }
    const tool = { type: 'function', function: { name: 'add', description: 'Adds.', parameters } }
    server.reply({ text: '{"a":1}' })
    const { message } = await client.chat({
      model: 'tiny',
      messages: [{ role: 'user', content: 'Hi.', images: [new Uint8Array([255])] }],
      tools: [tool],
      format: z.toJSONSchema(z.object({ a: z.number() })),
      options: { temperature: 0, num_predict: 9 },
      keep_alive: '5m',
    })
    expect(JSON.parse(message.content)).toEqual({ a: 1 })
    expect(server.requests[0]?.body).toMatchObject({ tools: [tool], messages: [{ images: ['/w=='] }] })
  })

  it('reads vectors, models, what a model is, and a pull', async () => {
    server.reply({ vectors: [[0.5, -0.25]], inputTokens: 3 })
    const { embeddings, prompt_eval_count } = await client.embed({ model: 'tiny', input: ['x'] })
    expect([embeddings, prompt_eval_count]).toEqual([[[0.5, -0.25]], 3])
    expect((await client.list()).models.map(({ name }) => name)).toEqual(['tiny'])
    expect((await client.show({ model: 'tiny' })).capabilities).toContain('tools')
    expect((await client.version()).version).toMatch(/^\d+\./)
    const states: string[] = []
    for await (const { status } of await client.pull({ model: 'small', stream: true })) states.push(status)
    expect(states.at(-1)).toBe('success')
    expect((await client.pull({ model: 'small' })).status).toBe('success')
  })

  it('throws what the server says, before and in the middle of a reply', async () => {
    await expect(client.chat({ ...asked, model: 'huge' })).rejects.toMatchObject({
      status_code: 404,
      error: "model 'huge' not found",
    })
    server.reply({ text: 'once upon a time', errorAfterFrames: 2, error: 'out of memory' })
    const read = async (): Promise<void> => {
      for await (const _ of await client.chat({ ...asked, stream: true }));
    }
    await expect(read()).rejects.toThrow('out of memory')
    server.reply({ errorAfterFrames: 0, error: 'out of memory' })
    await expect(client.chat(asked)).rejects.toMatchObject({ status_code: 500 })
  })

  it('is refused with the name of what is wrong', async () => {
    const options = { temperature: 'hot' as unknown as number }
    await expect(client.chat({ ...asked, options })).rejects.toThrow("'options.temperature'")
    expect(server.unfit()).toHaveLength(1)
  })

  it('closes the connection when it is aborted', async () => {
    server.reply({ text: 'once upon a time', holdAfterFrames: 2 })
    const stream = await client.chat({ ...asked, stream: true })
    const read = async (): Promise<void> => {
      for await (const _ of stream) stream.abort()
    }
    await expect(read()).rejects.toThrow(/abort/i)
    await server.disconnected(1)
  })
})
