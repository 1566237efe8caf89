import assert from 'node:assert/strict'
import type { MelleaErrorCode } from '../core/errors.ts'
import { failureOf, toRequest, type SceneCase } from './backend-subject.ts'

const statuses: readonly (readonly [status: number, code: MelleaErrorCode, retryable: boolean])[] = [
  [400, 'bad-request', false],
  [401, 'unauthorized', false],
  [403, 'unauthorized', false],
  [408, 'timeout', true],
  [413, 'context-overflow', false],
  [422, 'bad-request', false],
  [429, 'rate-limited', true],
  [500, 'overloaded', true],
  [503, 'overloaded', true],
  [529, 'overloaded', true],
]

/** Replies that go wrong. */
export const failureCases: readonly SceneCase[] = [
  {
    name: 'turns an error status into an error with a stable code',
    async run({ server, backend }) {
      for (const [status, code, retryable] of statuses) {
        server.reply({ status, error: 'Nothing doing.' })
        const { error, events } = await failureOf(backend.generate(toRequest()))
        assert.deepEqual(
          { status: error.status, code: error.code, retryable: error.retryable, events },
          { status, code, retryable, events: [] },
        )
        assert.match(error.message, /Nothing doing/)
        assert.equal(error.provider, backend.provider)
      }
    },
  },
  {
    name: 'does not ask again by itself',
    async run({ server, backend }) {
      server.always({ status: 503, error: 'Busy.' })
      await failureOf(backend.generate(toRequest()))
      assert.equal(server.generations, 1)
    },
  },
  {
    name: 'keeps how long the server asked to wait',
    async run({ server, backend }) {
      server.reply({ status: 429, error: 'Slow down.', headers: { 'retry-after': '2' } })
      const { error } = await failureOf(backend.generate(toRequest()))
      assert.equal(error.retryAfterMs, 2000)
    },
  },
  {
    name: 'tells a prompt that is too long from other bad requests',
    async run({ server, backend }) {
      server.reply({ status: 400, error: 'The input exceeds the maximum context length of 4096 tokens.' })
      const { error } = await failureOf(backend.generate(toRequest()))
      assert.equal(error.code, 'context-overflow')
    },
  },
  {
    name: 'names the address when nothing answers',
    async run({ server, backend }) {
      await server.close()
      const { error } = await failureOf(backend.generate(toRequest()))
      assert.equal(error.code, 'unreachable')
      assert.equal(error.retryable, true)
      assert.ok(error.message.includes(server.url))
      assert.ok(error.cause instanceof Error)
    },
  },
  {
    name: 'tells a reply that breaks off, and keeps its text',
    async run({ server, backend }) {
      server.reply({ text: 'Hello, world!', cutAfterFrames: 3 })
      const { error, events } = await failureOf(backend.generate(toRequest()))
      assert.equal(error.code, 'malformed-reply')
      assert.ok(error.text && 'Hello, world!'.startsWith(error.text))
      assert.equal(events[0]?.type, 'start')
      assert.ok(error.raw !== undefined)
    },
  },
  {
    name: 'tells a reply that cannot be read, and shows it',
    async run({ server, backend }) {
      for (const transport of ['stream', 'unary'] as const) {
        server.reply({ body: 'data: <html>\n\n<html>No model lives here.</html>\n' })
        const { error } = await failureOf(backend.generate(toRequest({ transport })))
        assert.equal(error.code, 'malformed-reply')
        assert.match(String(error.raw), /html/)
      }
    },
  },
  {
    name: 'tells an empty reply',
    async run({ server, backend }) {
      server.always({ body: '' })
      const { error } = await failureOf(backend.generate(toRequest()))
      assert.equal(error.code, 'malformed-reply')
    },
  },
  {
    name: 'finds an error in the middle of a stream, and keeps the text before it',
    async run({ server, backend }) {
      server.reply({ text: 'Hello, world!', errorAfterFrames: 3, error: 'The model crashed.' })
      const { error } = await failureOf(backend.generate(toRequest()))
      assert.match(error.message, /The model crashed/)
      assert.ok(error.text && 'Hello, world!'.startsWith(error.text))
    },
  },
]
