import assert from 'node:assert/strict'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { BackendError } from '../core/backend-error.ts'
import type { SceneCase, Scene } from './backend-subject.ts'
import { wordVector } from './word-vector.ts'

const texts = ['The cat sat on the mat.', 'Grüße, 世界 👩‍👩‍👧!', 'Profits rose.']

function embed({ backend }: Scene, parts: Partial<EmbedRequest> = {}): Promise<EmbedReply> {
  const reply = backend.embed?.({ texts, signal: new AbortController().signal, ...parts })
  assert.ok(reply, 'it has no `embed`, and does not say why (`cannotEmbed`)')
  return reply
}

async function failureOf(work: Promise<unknown>): Promise<BackendError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof BackendError, `not a BackendError: ${String(error)}`)
  return error
}

/** Texts into vectors. */
const cases: readonly SceneCase[] = [
  {
    name: 'turns texts into vectors, in their order',
    async run(scene) {
      const { vectors, modelId } = await embed(scene)
      assert.deepEqual(
        vectors,
        texts.map((text) => wordVector(text)),
      )
      assert.equal(modelId, scene.backend.modelId)
      assert.equal(scene.server.generations, 1)
    },
  },
  {
    name: 'counts the tokens of texts as the server does',
    async run(scene) {
      scene.server.reply({ inputTokens: 23 })
      const { usage } = await embed(scene)
      assert.equal(usage?.inputTokens, 23)
      assert.equal(usage.outputTokens, 0)
      assert.ok(!usage.estimated)
    },
  },
  {
    name: 'asks another model of the server, for vectors of a length, and sends extraBody and headers',
    async run(scene) {
      const asked = { modelId: 'another', dimensions: 8, extraBody: { mellea_test: [1] } }
      const { vectors } = await embed(scene, { ...asked, headers: { 'x-trace': 'abc' } })
      assert.deepEqual(
        vectors.map(({ length }) => length),
        [8, 8, 8],
      )
      const request = scene.server.requests.at(-1)
      assert.deepEqual(
        [request?.body['model'], request?.body['mellea_test'], request?.headers['x-trace']],
        ['another', [1], 'abc'],
      )
    },
  },
  {
    name: 'turns an error status of vectors into an error with a stable code',
    async run(scene) {
      for (const [status, code, retryable] of [
        [400, 'bad-request', false],
        [401, 'unauthorized', false],
        [429, 'rate-limited', true],
        [503, 'overloaded', true],
      ] as const) {
        scene.server.reply({ status, error: 'Nothing doing.' })
        const error = await failureOf(embed(scene))
        assert.deepEqual([error.status, error.code, error.retryable], [status, code, retryable])
      }
      assert.equal(scene.server.generations, 4)
    },
  },
  {
    name: 'says what to do when the model makes no vectors, or a text is too long',
    async run(scene) {
      scene.server.reply(
        { status: 501, error: 'this model does not support embeddings' },
        { status: 400, error: 'the input length exceeds the context length' },
      )
      const none = await failureOf(embed(scene))
      assert.equal(none.code, 'unsupported')
      assert.match(none.message, /modelId/)
      assert.equal(none.retryable, false)
      assert.equal((await failureOf(embed(scene))).code, 'context-overflow')
    },
  },
  {
    name: 'tells vectors that are not those that were asked for',
    async run(scene) {
      const one = wordVector('one')
      for (const reply of [
        { vectors: [one, one] },
        { vectors: [one, [], one] },
        { body: '' },
        { body: '{}' },
        { body: '<html>No model lives here.</html>' },
        { cutAfterBytes: 40 },
      ]) {
        scene.server.reply(reply)
        assert.equal((await failureOf(embed(scene))).code, 'malformed-reply', JSON.stringify(reply))
      }
    },
  },
  {
    name: 'stops the wire when vectors are not wanted any more, and rejects with the reason',
    async run(scene) {
      const reason = new Error('enough')
      await assert.rejects(embed(scene, { signal: AbortSignal.abort(reason) }), reason)
      assert.equal(scene.server.requests.length, 0)
      scene.server.reply({ holdAfterFrames: 0 })
      const caller = new AbortController()
      const pending = embed(scene, { signal: caller.signal })
      await scene.server.received(1)
      caller.abort(reason)
      await assert.rejects(pending, reason)
      await scene.server.disconnected(1)
    },
  },
]

export const embedCases: readonly SceneCase[] = cases.map((one) => ({
  ...one,
  skip: ({ cannotEmbed }) => cannotEmbed,
}))
