import assert from 'node:assert/strict'
import { textMessage, type WireMessage } from '../core/message.ts'
import { assertFramed, collect, joined, only, toRequest, type SceneCase } from './backend-subject.ts'

const LONG = 'Grüße, 世界 👩‍👩‍👧! '.repeat(20)
const weather = {
  type: 'function',
  name: 'getWeather',
  description: 'The weather of a city.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
} as const

/** Replies that go well. */
export const replyCases: readonly SceneCase[] = [
  {
    name: 'yields start first and finish last',
    async run({ server, backend }) {
      server.reply({ text: 'Hello, world!' })
      const events = await collect(backend.generate(toRequest()))
      assertFramed(events)
      assert.equal(joined(events), 'Hello, world!')
      assert.equal(only(events, 'finish')[0]?.reason, 'stop')
    },
  },
  {
    name: 'sends nothing before it is iterated',
    async run({ server, backend }) {
      backend.generate(toRequest())
      assert.equal(server.requests.length, 0)
    },
  },
  {
    name: 'reports usage as the server counted it',
    async run({ server, backend }) {
      server.always({ text: 'Hello.', inputTokens: 11, outputTokens: 5 })
      for (const transport of ['stream', 'unary'] as const) {
        const { usage } = only(await collect(backend.generate(toRequest({ transport }))), 'finish')[0] ?? {}
        assert.equal(usage?.inputTokens, 11)
        assert.equal(usage.outputTokens, 5)
        assert.ok(!usage.estimated)
      }
    },
  },
  {
    name: 'says the same unary and streamed',
    async run({ server, backend }) {
      const toolCalls = [{ id: 'call_1', name: 'getWeather', arguments: { city: 'Paris' } }]
      server.always({ text: LONG, thinking: 'Hm, hm.', toolCalls })
      const [streamed, whole] = await Promise.all(
        (['stream', 'unary'] as const).map((transport) =>
          collect(backend.generate(toRequest({ transport }))),
        ),
      )
      assert.ok(streamed && whole)
      assertFramed(whole)
      assert.equal(joined(whole), LONG)
      assert.equal(joined(streamed), LONG)
      assert.equal(joined(whole, 'thinking'), joined(streamed, 'thinking'))
      assert.deepEqual(only(whole, 'part'), only(streamed, 'part'))
      assert.ok(only(streamed, 'text').length > only(whole, 'text').length)
    },
  },
  {
    name: 'does not care where bytes are cut',
    async run({ server, backend }) {
      for (const pieceSize of [1, 2, 3, 7]) {
        server.reply({ text: LONG, chunkSize: 40, pieceSize })
        const events = await collect(backend.generate(toRequest()))
        assert.equal(joined(events), LONG)
      }
    },
  },
  {
    name: 'keeps thinking apart from text',
    async run({ server, backend }) {
      server.reply({ thinking: 'They greet me.', text: 'Hello.' })
      const events = await collect(backend.generate(toRequest({ options: { thinking: true } })))
      assert.equal(joined(events, 'thinking'), 'They greet me.')
      assert.equal(joined(events), 'Hello.')
    },
  },
  {
    name: 'tells an answer that was cut by its limit',
    async run({ server, backend }) {
      server.reply({ text: 'Hel', finishReason: 'length' })
      const events = await collect(backend.generate(toRequest({ options: { maxNewTokens: 16 } })))
      assert.equal(only(events, 'finish')[0]?.reason, 'length')
    },
  },
  {
    name: 'brings a tool call there and its result back',
    async run({ server, backend }) {
      server.reply(
        { toolCalls: [{ id: 'call_1', name: 'getWeather', arguments: { city: 'Paris' } }] },
        { text: 'Sunny.' },
      )
      const first = await collect(backend.generate(toRequest({ tools: [weather] })))
      const call = only(first, 'part')[0]?.value
      assert.ok(call?.type === 'tool-call')
      assert.equal(call.name, 'getWeather')
      assert.deepEqual(JSON.parse(call.arguments), { city: 'Paris' })
      assert.equal(only(first, 'finish')[0]?.reason, 'tool-calls')
      assert.equal(
        only(first, 'tool-input')
          .map(({ delta }) => delta)
          .join(''),
        call.arguments,
      )
      const result: WireMessage = {
        role: 'tool',
        parts: [
          { type: 'tool-result', id: call.id, name: call.name, parts: [{ type: 'text', text: '21 °C' }] },
        ],
      }
      const messages = [
        textMessage('user', 'Weather?'),
        { role: 'assistant', parts: [call] } as const,
        result,
      ]
      assert.equal(
        joined(await collect(backend.generate(toRequest({ messages, tools: [weather] })))),
        'Sunny.',
      )
      const sent = JSON.stringify(server.requests.at(-1)?.body)
      assert.ok(sent.includes(call.id), 'the id of the call is not sent')
      assert.ok(sent.includes('21 °C'), 'the result is not sent')
    },
  },
  {
    name: 'says honestly what became of a schema',
    async run({ server, backend, subject }) {
      server.always({ text: '{"name":"Ada"}' })
      const schema = {
        type: 'object',
        properties: { name: { type: 'string' } },
        required: ['name'],
        additionalProperties: false,
      }
      const asked = await collect(backend.generate(toRequest({ schema })))
      assert.equal(only(asked, 'start')[0]?.receipt.schema, subject.schemaReceipt)
      assert.ok(JSON.stringify(server.requests.at(-1)?.body).includes('"name"'))
      const plain = await collect(backend.generate(toRequest()))
      assert.equal(only(plain, 'start')[0]?.receipt.schema, 'none')
    },
  },
  {
    name: 'warns of what it cannot honour, and answers all the same',
    async run({ backend, subject }) {
      const events = await collect(backend.generate(toRequest(subject.unsupported)))
      const warnings = only(events, 'start')[0]?.warnings ?? []
      assert.ok(warnings.some(({ code }) => code === 'unsupported-option'))
      assert.equal(joined(events), 'Hello!')
    },
  },
  {
    name: 'warns at the end of what it learnt only there',
    skip: ({ late }) => (late ? undefined : 'it knows at the start what it cannot honour'),
    async run({ server, backend, subject: { late } }) {
      assert.ok(late)
      server.always(late.reply)
      for (const transport of ['stream', 'unary'] as const) {
        const events = await collect(backend.generate(toRequest({ ...late.request, transport })))
        assertFramed(events)
        assert.ok(only(events, 'finish').some(({ warnings = [] }) => warnings.length > 0))
        const plain = await collect(backend.generate(toRequest({ transport })))
        assert.ok(only(plain, 'finish').every(({ warnings = [] }) => warnings.length === 0))
      }
    },
  },
  {
    name: 'sends options, headers and extraBody, and changes none of them',
    async run({ server, backend }) {
      const options = Object.freeze({
        temperature: 0.5,
        seed: 7,
        extraBody: Object.freeze({ mellea_test: [1] }),
      })
      await collect(backend.generate(toRequest({ options, headers: { 'x-trace': 'abc' } })))
      const request = server.requests.at(-1)
      const sent = JSON.stringify(request?.body)
      assert.ok(sent.includes('"temperature":0.5') && sent.includes('"seed":7'))
      assert.deepEqual(request?.body['mellea_test'], [1])
      assert.equal(request.headers['x-trace'], 'abc')
    },
  },
  {
    name: 'runs two calls at once without mixing them',
    async run({ server, backend }) {
      server.reply({ text: 'First.', holdAfterFrames: 1 }, { text: 'Second.' })
      const first = collect(backend.generate(toRequest()))
      await server.received(1)
      assert.equal(joined(await collect(backend.generate(toRequest()))), 'Second.')
      server.release()
      assert.equal(joined(await first), 'First.')
    },
  },
]
