import assert from 'node:assert/strict'
import type { BackendEvent } from '../core/backend.ts'
import { assertFramed, collect, joined, only, toRequest, type SceneCase } from './backend-subject.ts'

/** The caller's abort: an ending, never an error. */
export const abortCases: readonly SceneCase[] = [
  {
    name: 'sends nothing when it was aborted before',
    async run({ server, backend }) {
      const events = await collect(backend.generate(toRequest({ signal: AbortSignal.abort() })))
      assertFramed(events)
      assert.equal(only(events, 'finish')[0]?.reason, 'aborted')
      assert.equal(server.requests.length, 0)
    },
  },
  {
    name: 'stops the wire when it is aborted, and tells the usage so far',
    async run({ server, backend }) {
      server.reply({ text: 'Hello, world!', holdAfterFrames: 3 })
      const caller = new AbortController()
      const events: BackendEvent[] = []
      for await (const event of backend.generate(toRequest({ signal: caller.signal }))) {
        events.push(event)
        if (event.type === 'text') caller.abort(new Error('enough'))
      }
      await server.disconnected(1)
      assertFramed(events)
      const finish = only(events, 'finish')[0]
      assert.equal(finish?.reason, 'aborted')
      assert.ok(finish.usage && finish.usage.outputTokens > 0)
      assert.ok('Hello, world!'.startsWith(joined(events)))
    },
  },
  {
    name: 'stops the wire while it waits for more',
    async run({ server, backend }) {
      server.reply({ text: 'Hello, world!', holdAfterFrames: 2 })
      const caller = new AbortController()
      const generation = backend.generate(toRequest({ signal: caller.signal }))[Symbol.asyncIterator]()
      const events: BackendEvent[] = []
      while (joined(events).length < 4) {
        const { value, done } = await generation.next()
        assert.ok(!done)
        events.push(value)
      }
      const pending = collect({ [Symbol.asyncIterator]: () => generation })
      caller.abort()
      await server.disconnected(1)
      assert.equal((await pending).at(-1)?.type, 'finish')
    },
  },
  {
    name: 'stops the wire before the first byte of a reply',
    async run({ server, backend }) {
      for (const transport of ['stream', 'unary'] as const) {
        server.reply({ text: 'Hello, world!', holdAfterFrames: 0 })
        const caller = new AbortController()
        const pending = collect(backend.generate(toRequest({ signal: caller.signal, transport })))
        await server.received(server.requests.length + 1)
        caller.abort()
        const events = await pending
        assertFramed(events)
        assert.equal(only(events, 'finish')[0]?.reason, 'aborted')
      }
      await server.disconnected(2)
    },
  },
  {
    name: 'closes the connection when nobody reads on',
    async run({ server, backend }) {
      server.reply({ text: 'Hello, world!', holdAfterFrames: 3 })
      for await (const event of backend.generate(toRequest())) if (event.type === 'text') break
      await server.disconnected(1)
    },
  },
]
