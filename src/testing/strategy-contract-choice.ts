import assert from 'node:assert/strict'
import { jsonSchema } from '../core/json-schema.ts'
import { textOf } from '../core/message.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import type { Schema } from '../core/schema.ts'
import { check, req } from '../requirements/req.ts'
import type { StageCase } from './strategy-subject.ts'

const good = req('Say good.', (text) => text.includes('good') || 'It does not say good.')
const never = check('never', () => 'It never will.')

const Grade: Schema<{ readonly grade: number }> = jsonSchema(
  { type: 'object', properties: { grade: { type: 'integer' } }, required: ['grade'] },
  (value): value is { readonly grade: number } => Number.isInteger(Reflect.get(Object(value), 'grade')),
)

/** What it may choose. */
export const choiceCases: readonly StageCase[] = [
  {
    name: 'gives an attempt that passed',
    async run({ m, strategy, n }) {
      const sampling = await m.instruct('x', { requirements: [good], strategy }).sampling()
      assert.ok(sampling.success)
      assert.equal(sampling.result.text, 'good')
      assert.ok(sampling.attempts.length <= n)
      assert.ok(sampling.attempts.some(({ ok, text }) => ok && text === 'good'))
    },
  },
  {
    name: 'gives the one that passed among others that did not',
    skip: ({ generations = 1 }) =>
      generations > 1 ? 'of several generations an attempt shows only some' : undefined,
    answer: ({ call }) => (call % 2 === 0 ? 'good' : `bad ${call}`),
    n: 4,
    async run({ m, strategy }) {
      const sampling = await m.instruct('x', { requirements: [good], strategy }).sampling()
      assert.ok(sampling.success)
      assert.equal(sampling.result.text, 'good')
    },
  },
  {
    name: 'gives nothing that a requirement rejects',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, strategy, n }) {
      const call = m.instruct('x', { requirements: [good, never], strategy })
      const error: unknown = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof RequirementsNotMetError)
      const { attempts, best, failures, success } = error.sampling
      assert.ok(!success && attempts.length >= 1 && attempts.length <= n)
      assert.ok(attempts.every(({ ok }) => !ok) && attempts.includes(best) && failures.length > 0)
      assert.equal(m.ctx.messages.length, 0)
    },
  },
  {
    name: 'makes no more attempts than it may, each of as many generations as it says',
    answer: ({ call }) => `bad ${call}`,
    async run({ m, backend, strategy, n, subject }) {
      const sampling = await m.instruct('x', { requirements: [never], strategy }).sampling()
      const drafts = sampling.ledger.rows.filter(({ purpose }) => purpose === 'draft')
      assert.ok(sampling.attempts.length <= n)
      assert.ok(drafts.length <= n * (subject.generations ?? 1))
      assert.equal(drafts.length, backend.calls.length)
    },
  },
  {
    name: 'works with a single attempt',
    skip: ({ least = 1 }) => (least > 1 ? 'it needs more than one' : undefined),
    n: 1,
    async run({ m, strategy, backend, subject }) {
      assert.equal((await m.instruct('x', { requirements: [good], strategy })).text, 'good')
      assert.equal(backend.calls.length, subject.generations ?? 1)
    },
  },
  {
    name: 'gives a typed value where there is a schema',
    answer: () => ({ grade: 7 }),
    async run({ m, strategy }) {
      const out = await m.instruct('x', {
        format: Grade,
        requirements: [({ grade }) => grade === 7 || 'The grade is not 7.'],
        strategy,
      })
      assert.deepEqual(out.value, { grade: 7 })
    },
  },
  {
    name: 'gives nothing that does not fit the schema',
    answer: ({ call }) => ({ grade: `seven ${call}` }),
    async run({ m, strategy }) {
      const sampling = await m.instruct('x', { format: Grade, strategy }).sampling()
      assert.ok(!sampling.success && !sampling.best.parsed.ok)
    },
  },
  {
    name: 'leaves the question as it was put, and the answer alone, in the conversation',
    async run({ m, strategy }) {
      const output = await m.instruct('x', { strategy })
      assert.deepEqual(
        m.ctx.messages.map((message) => textOf(message)),
        ['x', 'good'],
      )
      assert.equal(output.text, 'good')
    },
  },
  {
    name: 'streams no other text than that of the output',
    async run({ m, strategy }) {
      const call = m.instruct('x', { strategy })
      let text = ''
      for await (const delta of call) text += delta
      assert.equal(text, (await call).text)
    },
  },
  {
    name: 'tells the model the reasons, where it repairs',
    skip: ({ repairs }) => (repairs ? undefined : 'it does not repair'),
    answer: ({ prompt }) => (prompt.includes('It does not say good.') ? 'good' : 'bad'),
    async run({ m, strategy, backend }) {
      const out = await m.instruct('x', { requirements: [good], strategy })
      assert.equal(out.text, 'good')
      assert.ok(!backend.calls[0]?.prompt.includes('It does not say good.'))
    },
  },
]
