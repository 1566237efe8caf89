/** One object that is written four characters at a time, and looked at with every change, in each library's own words. */
import { deltas, people, peopleSchema } from './documents.mjs'

const prompt = 'List people.'

function ours(read, { list = false } = {}) {
  return async ({ kilobytes }) => {
    const { MelleaSession, jsonSchema } = await import('mellea')
    const { MockBackend } = await import('mellea/testing')
    const items = people(kilobytes)
    const text = JSON.stringify(list ? { result: items } : { items })
    const format = jsonSchema(list ? peopleSchema.properties.items : peopleSchema)
    return async () => {
      const m = new MelleaSession({ backend: new MockBackend([text], { chunkSize: 4 }) })
      const last = await read((options = {}) => m.instruct(prompt, options), format)
      const count = (list ? last : last.items)?.length
      if (count !== items.length) throw new Error(`${count} people of ${items.length}`)
    }
  }
}

async function lastOf(parts) {
  let last
  for await (const part of parts) last = part
  return last
}

async function all(parts) {
  const seen = []
  for await (const part of parts) seen.push(part)
  return seen
}

/** What the AI SDK does with a stream of text. */
function vercel(entry, testEntry, mock) {
  return async ({ kilobytes }) => {
    const { streamText, Output, jsonSchema, simulateReadableStream } = await import(entry)
    const { [mock]: Mock } = await import(testEntry)
    const items = people(kilobytes)
    const text = JSON.stringify({ items })
    const usage = {
      inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 1, text: 1, reasoning: 0 },
    }
    const chunks = [
      { type: 'stream-start', warnings: [] },
      { type: 'text-start', id: '1' },
      ...Array.from(deltas(text), (delta) => ({ type: 'text-delta', id: '1', delta })),
      { type: 'text-end', id: '1' },
      { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
    ]
    const schema = jsonSchema(peopleSchema)
    return async () => {
      const stream = simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null })
      const model = new Mock({ doStream: async () => ({ stream }) })
      const result = streamText({ model, prompt, output: Output.object({ schema }) })
      const last = await lastOf(result.partialOutputStream)
      if (last.items.length !== items.length) throw new Error('people are missing')
    }
  }
}

/** The AI SDK's reader of partial JSON alone: of all the text so far, with every delta. */
function vercelParser(entry) {
  return async ({ kilobytes }) => {
    const { parsePartialJson } = await import(entry)
    const text = JSON.stringify({ items: people(kilobytes) })
    return async () => {
      let soFar = ''
      for (const delta of deltas(text)) {
        soFar += delta
        await parsePartialJson(soFar)
      }
    }
  }
}

export const clients = {
  'mellea, .partials': ours((call, format) => lastOf(call({ format }).partials)),
  'mellea, .updates': ours(async (call, format) => (await lastOf(call({ format }).updates)).value),
  'mellea, .elements': ours((call, format) => all(call({ format }).elements), { list: true }),
  /** Without looking inside: what the rest of the way costs. */
  'mellea, text alone': ours(async (call) => JSON.parse((await all(call())).join(''))),
  'ai 6': vercel('ai', 'ai/test', 'MockLanguageModelV3'),
  'ai 7': vercel('ai-7', 'ai-7/test', 'MockLanguageModelV4'),
  'ai 7, its parser alone': vercelParser('ai-7'),
  async langchain({ kilobytes }) {
    const { JsonOutputParser } = await import('@langchain/core/output_parsers')
    const text = JSON.stringify({ items: people(kilobytes) })
    async function* stream() {
      yield* deltas(text)
    }
    return async () => {
      await lastOf(new JsonOutputParser().transform(stream(), {}))
    }
  },
}
