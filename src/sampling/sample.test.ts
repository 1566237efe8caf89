import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { textOf } from '../core/message.ts'
import { BackendError } from '../core/backend-error.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import type { SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { check, req } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { Gate, idle, unhandled } from '../../test/manual-clock.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { multiTurn } from './multi-turn.ts'
import { rejectionSampling } from './rejection-sampling.ts'
import { repairTemplate } from './repair-template.ts'

const never = check('never', () => 'it never does')
const right = req('right', (s) => s === 'right' || 'it is wrong')
const make = (script: ConstructorParameters<typeof MockBackend>[0], options = {}) => {
  const backend = new MockBackend(script, options)
  return { backend, m: new MelleaSession({ backend, maxRetries: 0 }) }
}
const strategy = (sample: SamplingStrategy<never>['sample']): SamplingStrategy => ({
  name: 'own',
  sample: sample as never,
})

describe('the loops', () => {
  for (const [name, factory] of Object.entries({ rejectionSampling, repairTemplate, multiTurn })) {
    it(`${name}: the budget is generations in all`, async () => {
      for (const loopBudget of [1, 3]) {
        const { m, backend } = make(['a', 'b', 'c', 'd'])
        const call = m.instruct('x', { requirements: [never], strategy: factory({ loopBudget }) })
        await expect(call).rejects.toBeInstanceOf(RequirementsNotMetError)
        expect(backend.calls).toHaveLength(loopBudget)
      }
    })

    it(`${name}: the first answer that passes ends it`, async () => {
      const { m, backend } = make(['wrong', 'right', 'right'])
      const out = await m.instruct('x', { requirements: [right], strategy: factory({ loopBudget: 3 }) })
      expect([out.text, out.attempts, backend.calls.length]).toEqual(['right', 2, 2])
    })

    it(`${name}: refuses a budget that means nothing`, () => {
      for (const loopBudget of [0, -1, 1.5, Number.NaN])
        expect(() => factory({ loopBudget })).toThrow(/loopBudget is the number of generations in all/)
    })
  }

  it('rejection asks the same again, repair says every reason, multi-turn shows the answer', async () => {
    const requirements = [right, check('no w', (s) => !s.includes('w') || 'it has a w')]
    const prompts = async (one: SamplingStrategy) => {
      const { m, backend } = make(['wrong', 'right'])
      await m.instruct('Do it.', { requirements, strategy: one, validateAll: true })
      return backend.calls
    }
    const [same, again] = await prompts(rejectionSampling())
    expect(again?.prompt).toBe(same?.prompt)
    const repaired = (await prompts(repairTemplate()))[1]
    expect(repaired?.prompt).toContain('* it is wrong\n* it has a w')
    expect(repaired?.prompt).not.toContain('no w')
    const turns = (await prompts(multiTurn()))[1]?.request.messages
    expect(turns?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  })

  it('the conversation keeps the question as it was put', async () => {
    const backend = new MockBackend(['wrong', 'right'])
    const m = new MelleaSession({ backend, contextType: 'chat' })
    await m.instruct('Do it.', { requirements: [right] })
    expect(JSON.stringify(m.ctx.messages)).not.toMatch(/wrong/)
    expect(m.ctx.messages).toHaveLength(2)
  })

  it('moves the seed on with every attempt', async () => {
    const { m, backend } = make(['a', 'b', 'c'])
    await m.instruct('x', { requirements: [never], modelOptions: { seed: 7 } }).sampling()
    expect(backend.calls.map(({ modelOptions }) => modelOptions['seed'])).toEqual([7, 8, 9])
  })

  it('does not ask again when the token limit would cut it off again', async () => {
    const { m, backend } = make(['{"a": "one two three"}', '{"a": 1}'])
    const call = m.instruct('x', { format: z.object({ a: z.string() }), modelOptions: { maxNewTokens: 2 } })
    await expect(call).rejects.toMatchObject({
      code: 'truncated',
      message: expect.stringContaining('maxNewTokens'),
    })
    expect(backend.calls).toHaveLength(1)
  })

  it('strategy: null is one generation, still checked', async () => {
    const { m, backend } = make(['wrong', 'right'])
    await expect(m.instruct('x', { requirements: [right], strategy: null })).rejects.toThrow('it is wrong')
    expect(backend.calls).toHaveLength(1)
  })
})

describe('the best of the failures', () => {
  it('met most; of equals it is the latest', async () => {
    const has = (letter: string) => check(letter, (s) => s.includes(letter))
    const requirements = [has('a'), has('b'), has('c'), never]
    const { m } = make(['ab', 'abc', 'bc', 'cba', 'c'])
    const result = await m
      .instruct('x', { requirements, strategy: rejectionSampling({ loopBudget: 5 }) })
      .sampling()
    if (result.success) throw new Error('it cannot succeed')
    expect([result.best.text, result.best.met, result.best.index]).toEqual(['cba', 3, 4])
  })

  it('was parsed, if any was', async () => {
    const { m } = make(['{"a":1}', 'nonsense', 'more'])
    const call = m.instruct('x', { format: z.object({ a: z.number() }), requirements: [() => 'no'] })
    expect((await call.orBest()).value).toEqual({ a: 1 })
  })

  it('an answer that cannot be parsed is a failed attempt, with what is wrong as the feedback', async () => {
    const { m, backend } = make(['{"a":"x"}', 'nothing', '{"a":1}'])
    const out = await m.instruct('x', { format: z.object({ a: z.number() }) })
    expect(out.value).toEqual({ a: 1 })
    expect(backend.calls[1]?.prompt).toMatch(/at "a": .*expected number/)
    expect(backend.calls[2]?.prompt).toContain('not valid JSON')
  })
})

describe('a strategy of ten lines', () => {
  const firstShort: SamplingStrategy = {
    name: 'firstShort',
    async sample(run) {
      for (let i = 0; i < 5; i++) {
        const attempt = await run.attempt()
        if (attempt.ok && attempt.text.length < 4) return attempt
      }
      return undefined
    },
  }

  it('chooses, and may choose none', async () => {
    expect((await make(['too long', 'abc']).m.instruct('x', { strategy: firstShort })).text).toBe('abc')
    const none = make(['long 1', 'long 2', 'long 3', 'long 4', 'long 5']).m.instruct('x', {
      strategy: firstShort,
    })
    await expect(none).rejects.toBeInstanceOf(RequirementsNotMetError)
  })

  it('cannot return what this call did not check', async () => {
    const liar = strategy(async (run: SampleRun<unknown>) => ({ ...(await run.attempt()), ok: true }))
    const call = make(['wrong']).m.instruct('x', { requirements: [right], strategy: liar })
    await expect(call).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('"own"'),
    })
  })

  it('cannot make a failed attempt pass', async () => {
    const forger = strategy(async (run: SampleRun<unknown>) =>
      Object.assign(await run.attempt(), { ok: true }),
    )
    const call = make(['wrong']).m.instruct('x', { requirements: [right], strategy: forger })
    await expect(call).rejects.toThrow(TypeError)
    const chooser = strategy((run: SampleRun<unknown>) => run.attempt())
    const failed = make(['wrong']).m.instruct('x', { requirements: [right], strategy: chooser })
    await expect(failed).rejects.toBeInstanceOf(RequirementsNotMetError)
  })

  it('cannot bring its own value: a draft that it put together is read and checked again', async () => {
    const forger = strategy(async (run: SampleRun<unknown>) => {
      const draft = await run.draft()
      return run.check({ ...draft, text: '{"a":"no"}', parsed: { ok: true, value: { a: 1 } } })
    })
    const call = make(['{"a":1}']).m.instruct('x', { format: z.object({ a: z.number() }), strategy: forger })
    await expect(call).rejects.toMatchObject({ code: 'requirements-not-met' })
  })

  it('that never asks the question as it was put still commits it, and its answer', async () => {
    const own = strategy((run: SampleRun<unknown>) =>
      run.attempt({ action: { kind: 'own', render: () => 'my own words' } }),
    )
    const { m } = make(['fine'])
    await m.instruct('x', { strategy: own })
    expect(m.ctx.messages.map((message) => textOf(message))).toEqual(['x', 'fine'])
  })

  it('may leave drafts behind: they are stopped, counted, and fail unseen', async () => {
    const gate = new Gate()
    const { m, backend } = make(['left behind', 'taken'], {
      beforeChunk: (chunk: string) => (chunk.startsWith('left') ? gate.pass() : undefined),
    })
    const seen = await unhandled(async () => {
      const own = strategy(async (run: SampleRun<unknown>) => {
        void run.draft()
        const attempt = await run.attempt()
        setImmediate(() => gate.open())
        return attempt
      })
      expect((await m.instruct('x', { strategy: own })).ledger.calls).toBe(2)
    })
    expect(seen).toEqual([])
    expect(backend.calls[0]?.request.signal.aborted).toBe(true)
  })

  it('may lose drafts of several without an unhandled rejection', async () => {
    const { m } = make(['fine', new Error('boom'), new Error('bang')])
    const seen = await unhandled(async () => {
      const own = strategy(async (run: SampleRun<unknown>) => {
        for await (const draft of run.drafts(3)) return run.check(draft)
        return undefined
      })
      await m.instruct('x', { strategy: own }).then(String, String)
      await idle()
    })
    expect(seen).toEqual([])
  })
})

describe('a failure of the backend', () => {
  const down = new BackendError('down', { code: 'overloaded', provider: 'mock', retryable: false })

  it('is never swallowed, whichever generation it hits', async () => {
    await expect(make([down]).m.instruct('x')).rejects.toBe(down)
    await expect(make(['wrong', down]).m.instruct('x', { requirements: [right] })).rejects.toBe(down)
    await expect(make(['x', down]).m.instruct('x', { requirements: ['Be kind.'] })).rejects.toBe(down)
  })

  it('is not a failed requirement when a validator asked', async () => {
    const asking = check(
      'asks',
      async (_value, { ask }) => (await ask({ kind: 'q', render: () => 'q?' })).text === 'yes',
    )
    await expect(make(['x', down]).m.instruct('x', { requirements: [asking] })).rejects.toBe(down)
  })

  it('is the cause when a strategy keeps it to itself', async () => {
    const quiet = strategy((run: SampleRun<unknown>) => run.attempt().catch(() => undefined))
    await expect(make([down]).m.instruct('x', { strategy: quiet })).rejects.toMatchObject({
      code: 'budget-exhausted',
      cause: down,
    })
  })

  it('of one judge stops the other, and the books are complete', async () => {
    const gate = new Gate()
    const { m, backend } = make(['x', down, 'yes, it does'], {
      beforeChunk: () => (backend.calls.length > 1 ? gate.pass() : undefined),
    })
    const call = m.instruct('x', { requirements: ['A.', 'B.'] }).catch((error: unknown) => error)
    await idle()
    expect(backend.calls[2]?.request.signal.aborted).toBe(true)
    gate.open()
    expect(await call).toBe(down)
    expect(m.ledger.rows.map(({ outcome }) => outcome)).toEqual(['ok', 'failed', 'aborted'])
  })

  it('that ends its answer without an end is malformed, and says what came', async () => {
    for (const last of [undefined, { type: 'finish', reason: 'aborted' } as const]) {
      const backend = new MockBackend()
      backend.generate = async function* () {
        yield { type: 'start', receipt: { schema: 'none' }, warnings: [] }
        yield { type: 'text', text: 'half an ans' }
        if (last) yield last
      }
      const call = new MelleaSession({ backend }).instruct('x')
      await expect(call).rejects.toMatchObject({ code: 'malformed-reply', text: 'half an ans' })
    }
  })
})
