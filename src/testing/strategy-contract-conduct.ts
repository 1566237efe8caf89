import assert from 'node:assert/strict'
import { BackendError } from '../core/backend-error.ts'
import { MelleaError } from '../core/errors.ts'
import { check } from '../requirements/req.ts'
import type { MockCall } from './mock-backend.ts'
import { onStage, type Stage, type StageCase } from './strategy-subject.ts'

const never = check('never', () => 'It never will.')

const oftenBad = ({ call }: MockCall): string => (call % 3 === 0 ? 'good' : `bad ${call}`)

/** How it goes about it. */
export const conductCases: readonly StageCase[] = [
  {
    name: 'passes on the failure of the backend when nothing can be had from it',
    answer: () => down,
    async run({ m, strategy, backend }) {
      const error: unknown = await m.instruct('x', { strategy }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      assert.equal(error, down)
      assertBooks(m, backend)
    },
  },
  {
    name: 'survives the failure of one generation, or passes it on; it does not hide it',
    answer: ({ call }) => (call === 1 ? down : 'good'),
    async run({ m, strategy, backend }) {
      const call = m.instruct('x', { strategy })
      const sampling = await call.sampling().catch((reason: unknown) => reason)
      if (sampling !== down) assert.ok((await call.sampling()).errors.includes(down))
      assertBooks(m, backend)
    },
  },
  {
    name: 'is stopped by the signal, and leaves nothing running',
    async run({ m, strategy, backend }) {
      const abort = new AbortController()
      const reason = new Error('enough')
      backend.beforeChunk = () => abort.abort(reason)
      const error: unknown = await m.instruct('x', { strategy, signal: abort.signal }).then(
        () => undefined,
        (why: unknown) => why,
      )
      assert.equal(error, reason)
      assert.equal(backend.running, 0)
      assertBooks(m, backend)
    },
  },
  {
    name: 'is stopped by the signal between two attempts',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy, backend }) {
      const abort = new AbortController()
      const reason = new Error('enough')
      const stopping = check('stops', () => {
        abort.abort(reason)
        return 'It never will.'
      })
      const call = m.instruct('x', { requirements: [stopping], strategy, signal: abort.signal })
      assert.equal(
        await call.then(
          () => undefined,
          (why: unknown) => why,
        ),
        reason,
      )
      assert.equal(backend.running, 0)
      assertBooks(m, backend)
    },
  },
  {
    name: 'leaves nothing running, and its books are complete',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy, backend }) {
      const { ledger, attempts } = await m.instruct('x', { requirements: [never], strategy }).sampling()
      assert.equal(backend.running, 0)
      assertBooks(m, backend)
      assert.equal(ledger.calls, backend.calls.length)
      const indexes = attempts.map(({ index }) => index)
      assert.equal(new Set(indexes).size, indexes.length)
    },
  },
  {
    name: 'says why it made no further attempts',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy }) {
      const failed = await m.instruct('x', { requirements: [never], strategy }).sampling()
      assert.equal(failed.stopped, 'exhausted')
      const passed = await m.instruct('x', { strategy }).sampling()
      assert.ok(passed.success && ['accepted', 'decided'].includes(passed.stopped))
    },
  },
  {
    name: 'holds the budget of attempts, and what was found until then stands',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy, backend, subject }) {
      const sampling = await m
        .instruct('x', { requirements: [never], strategy, budget: { attempts: 1 } })
        .sampling()
      assert.equal(sampling.attempts.length, 1)
      assert.equal(sampling.stopped, 'budget')
      assert.equal(backend.calls.length, subject.generations ?? 1)
      assertBooks(m, backend)
    },
  },
  {
    name: 'holds the budget of tokens and of money, but for the last generation',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy, backend }) {
      const priced = m.with({ prices: { stage: { input: 1_000_000, output: 1_000_000 } } })
      for (const budget of [{ tokens: 2 }, { cost: 2 }]) {
        const { ledger, stopped } = await priced
          .instruct('x', { requirements: [never], strategy, budget })
          .sampling()
          .catch((error: unknown) => ({ ledger: undefined, stopped: codeOf(error) }))
        // a budget that is used up before there is an answer is an error
        assert.ok(stopped === 'budget' || stopped === 'budget-exhausted')
        assert.ok(!ledger || ledger.calls === 1)
      }
      assert.equal(backend.calls.length, 2)
      assert.equal(backend.running, 0)
    },
  },
  {
    name: 'does not ask for ever what is answered with the same',
    answer: () => 'the same bad',
    n: 6,
    async run({ m, strategy, backend, n, subject }) {
      const sampling = await m.instruct('x', { requirements: [never], strategy }).sampling()
      assert.ok(!sampling.success)
      assert.ok(['repeats', 'exhausted'].includes(sampling.stopped))
      assert.ok(backend.calls.length <= n * (subject.generations ?? 1))
    },
  },
  {
    name: 'moves a seed on with every generation',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy, backend }) {
      await m.instruct('x', { requirements: [never], strategy, modelOptions: { seed: 7 } }).sampling()
      const seeds = backend.calls.map(({ modelOptions }) => modelOptions['seed'])
      assert.equal(seeds[0], 7)
      assert.equal(new Set(seeds).size, seeds.length)
    },
  },
  {
    name: 'does the same again under the same chance',
    answer: oftenBad,
    async run(stage) {
      const again = onStage({ answer: oftenBad }, stage.subject)
      assert.deepEqual(await traceOf(stage), await traceOf(again))
    },
  },
  {
    name: 'can be used by two calls at once',
    async run({ m, strategy, backend }) {
      const [one, other] = await Promise.all([m.instruct('x', { strategy }), m.instruct('y', { strategy })])
      assert.deepEqual([one.text, other.text], ['good', 'good'])
      assert.equal(one.ledger.calls + other.ledger.calls, backend.calls.length)
    },
  },
  {
    name: 'goes through the middleware with every call',
    async run({ m, strategy, backend }) {
      let seen = 0
      const counted = m.with({
        middleware: [
          (request, next) => {
            seen += 1
            return next(request)
          },
        ],
      })
      await counted.instruct('x', { strategy })
      assert.equal(seen, backend.calls.length)
    },
  },
]

const down = new BackendError('down', { code: 'overloaded', provider: 'mock', retryable: false })

function codeOf(error: unknown): string | undefined {
  return MelleaError.isInstance(error) ? error.code : undefined
}

function assertBooks({ ledger }: Stage['m'], backend: Stage['backend']): void {
  assert.equal(ledger.calls, backend.calls.length)
  assert.equal(ledger.rows.length, backend.calls.length)
}

async function traceOf({ m, strategy, backend }: Stage): Promise<object> {
  const requirement = check('good', (text) => text.includes('good'))
  const { success, stopped, attempts } = await m
    .instruct('x', { requirements: [requirement], strategy })
    .sampling()
  const asked = backend.calls.map(({ prompt, modelOptions }) => ({ prompt, modelOptions }))
  return { success, stopped, asked, said: attempts.map(({ index, text, ok }) => ({ index, text, ok })) }
}
