import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { ChatContext } from '../context/chat-context.ts'
import type { BackendEvent, GenerateRequest } from '../core/backend.ts'
import { jsonSchema } from '../core/json-schema.ts'
import type { JsonObject } from '../core/json.ts'
import { textMessage, type ToolCallPart, type WireMessage } from '../core/message.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { tool } from '../tools/tool.ts'
import { collect, only, toRequest, type SceneCase } from './backend-subject.ts'

/** All that a schema of arguments may hold: choices, items, defaults, what may be missing, nesting, recursion. */
const searchSchema = {
  type: 'object',
  properties: {
    words: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
    sort: { type: 'string', enum: ['date', 'rank'], default: 'rank' },
    limit: { type: 'integer', minimum: 1, maximum: 50 },
    where: {
      type: 'object',
      properties: { lang: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'A code.' } },
      required: ['lang'],
    },
    also: { $ref: '#' },
  },
  required: ['words'],
}

const search = {
  type: 'function',
  name: 'search',
  description: 'Searches.',
  schema: searchSchema,
} as const

const look = { type: 'function', name: 'look', schema: { type: 'object', properties: {} } } as const

const cities = ['Paris', 'Rome', 'Oslo']
const parallel = cities.map((city, at) => ({
  id: `call_${at}`,
  name: 'search',
  arguments: { words: [city] },
}))

/** Tools: what is offered, what is called, what goes back. */
export const toolCases: readonly SceneCase[] = [
  {
    name: 'brings the schema of a tool there whole',
    async run({ server, backend }) {
      await collect(backend.generate(toRequest({ tools: [search, look] })))
      const { body } = server.requests.at(-1) ?? {}
      assert.ok(
        holds(body, (node) => isDeepStrictEqual(node['properties'], searchSchema.properties)),
        `not as it was given: ${JSON.stringify(body)}`,
      )
      assert.ok(holds(body, (node) => isDeepStrictEqual(node['required'], ['words'])))
      assert.ok(holds(body, (node) => node['name'] === 'look'))
    },
  },
  {
    name: 'says which tool may or must be called, or warns that it cannot',
    async run({ server, backend }) {
      const ask = async (toolChoice: NonNullable<GenerateRequest['toolChoice']>): Promise<string> => {
        const events = await collect(backend.generate(toRequest({ tools: [search, look], toolChoice })))
        const warned = only(events, 'start')[0]?.warnings.some(({ option }) => option === 'toolChoice')
        return `${String(warned)} ${JSON.stringify(server.requests.at(-1)?.body)}`
      }
      const auto = await ask('auto')
      for (const choice of ['none', 'required', { name: 'look' }] as const)
        assert.notEqual(await ask(choice), auto, `${JSON.stringify(choice)} is not said`)
    },
  },
  {
    name: 'keeps several calls of one answer apart, streamed and unary',
    async run({ server, backend }) {
      for (const [transport, pieceSize] of [
        ['stream', 1],
        ['stream', 7],
        ['stream', 4096],
        ['unary', 7],
      ] as const) {
        server.reply({ text: 'One moment.', toolCalls: parallel, chunkSize: 3, pieceSize })
        const events = await collect(backend.generate(toRequest({ tools: [search], transport })))
        const calls = callsIn(events)
        assert.deepEqual(
          calls.map(({ name, arguments: written }) => [name, JSON.parse(written) as unknown]),
          cities.map((city) => ['search', { words: [city] }]),
        )
        assert.equal(new Set(calls.map(({ id }) => id)).size, cities.length)
        for (const call of calls) {
          const pieces = only(events, 'tool-input').filter(({ id }) => id === call.id)
          assert.deepEqual(JSON.parse(pieces.map(({ delta }) => delta).join('')), JSON.parse(call.arguments))
        }
      }
    },
  },
  {
    name: 'gives a call without arguments an empty object',
    async run({ server, backend }) {
      for (const transport of ['stream', 'unary'] as const) {
        server.reply({ toolCalls: [{ id: 'call_1', name: 'look', arguments: {} }] })
        const [call] = callsIn(await collect(backend.generate(toRequest({ tools: [look], transport }))))
        assert.deepEqual(JSON.parse(call?.arguments ?? ''), {})
      }
    },
  },
  {
    name: 'gives arguments that are no JSON as they were written',
    async run({ server, backend }) {
      const written = `{'words': ["Grüße"],}`
      server.reply({ toolCalls: [{ id: 'call_1', name: 'search', arguments: written }], unchecked: true })
      const [call] = callsIn(await collect(backend.generate(toRequest({ tools: [search] }))))
      assert.equal(call?.arguments, written)
    },
  },
  {
    name: 'sends several results and a failure back, in their order',
    async run({ server, backend }) {
      server.reply({ toolCalls: parallel })
      const first = await collect(backend.generate(toRequest({ tools: [search] })))
      const calls = callsIn(first)
      const results: WireMessage = {
        role: 'tool',
        parts: calls.map(({ id, name }, at) => ({
          type: 'tool-result',
          id,
          name,
          parts: [{ type: 'text', text: `result ${at}` }],
          ...(at === 1 && { failed: true }),
        })),
      }
      const messages = [textMessage('user', 'Look.'), { role: 'assistant', parts: calls } as const, results]
      await collect(backend.generate(toRequest({ messages, tools: [search] })))
      const sent = JSON.stringify(server.requests.at(-1)?.body)
      const places = calls.map(({ id }, at) => [sent.lastIndexOf(`"${id}"`), sent.indexOf(`result ${at}`)])
      assert.ok(
        places.flat().every((place) => place >= 0),
        sent,
      )
      const order = places.map(([, result]) => result)
      assert.deepEqual(
        order,
        order.toSorted((a = 0, b = 0) => a - b),
      )
    },
  },
  {
    name: 'answers once its tools have run',
    async run({ server, backend }) {
      server.reply(
        { thinking: 'Which city?', toolCalls: parallel },
        { toolCalls: [{ id: 'call_9', name: 'search', arguments: `{words: ['Bern']}` }], unchecked: true },
        { text: 'All sunny.' },
      )
      const asked: string[] = []
      const finder = tool({
        name: 'search',
        doc: 'Searches.',
        input: jsonSchema<{ words: string[] }>(searchSchema as JsonObject),
        run({ words }) {
          asked.push(...words)
          return { sunny: words }
        },
      })
      const m = new MelleaSession({ backend, ctx: new ChatContext() })
      const out = await m.chat('Weather?', { tools: [finder], toolLoop: 3 })
      assert.equal(out.value, 'All sunny.')
      assert.deepEqual(asked, [...cities, 'Bern'])
      assert.ok(out.warnings.some(({ code }) => code === 'repaired-arguments'))
      const sent = JSON.stringify(server.requests.at(-1)?.body)
      for (const city of [...cities, 'Bern']) assert.ok(sent.includes(`sunny\\":[\\"${city}`), sent)
      assert.equal(server.requests.filter(({ body }) => 'messages' in body || 'input' in body).length, 3)
    },
  },
]

function callsIn(events: readonly BackendEvent[]): readonly ToolCallPart[] {
  return only(events, 'part').flatMap(({ value }) => (value.type === 'tool-call' ? [value] : []))
}

/** Whether an object like this stands anywhere in a value. */
function holds(value: unknown, fits: (node: { readonly [member: string]: unknown }) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (
    fits(value as { readonly [member: string]: unknown }) ||
    Object.values(value).some((each) => holds(each, fits))
  )
}
