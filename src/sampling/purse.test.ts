import { describe, expect, it } from 'vitest'
import { Gate, idle, ManualClock } from '../../test/manual-clock.ts'
import { MelleaError } from '../core/errors.ts'
import type { SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockBackendOptions } from '../testing/mock-backend.ts'
import { bestOfN } from './best-of-n.ts'
import { rejectionSampling } from './rejection-sampling.ts'

const never = check('never', () => 'it never does')
const score = ({ text }: { readonly text: string }): number => text.length
/** Three words sent, three words come: six tokens. */
const prompt = 'one two three'
const answers = Array.from({ length: 9 }, (_, index) => `answer number ${index}`)

function make(options: MockBackendOptions = {}, script: readonly string[] = answers) {
  const backend = new MockBackend(script, options)
  const clock = new ManualClock()
  return { backend, clock, m: new MelleaSession({ backend, clock }) }
}

describe('a budget', () => {
  it('of attempts refuses the next draft; the best of those before is the failure', async () => {
    const { m, backend } = make()
    const call = m.instruct(prompt, {
      requirements: [never],
      strategy: rejectionSampling({ loopBudget: 5 }),
      budget: { attempts: 2 },
    })
    await expect(call).rejects.toThrow(/None of 2 attempts passed[\s\S]*budget of the call was used up/)
    const sampling = await call.sampling()
    expect([sampling.stopped, sampling.errors, backend.calls.length]).toEqual(['budget', [], 2])
  })

  it('of tokens lets no more drafts go at once than are likely to fit', async () => {
    const { m, backend } = make()
    const sampling = await m
      .instruct(prompt, { strategy: bestOfN({ n: 9, score }), budget: { tokens: 20 } })
      .sampling()
    // 6, then two beside each other to 18, then one more: it had not used up all of it
    expect(backend.calls).toHaveLength(4)
    expect(sampling.success && sampling.stopped).toBe('budget')
    expect(sampling.ledger.totalTokens).toBe(24)
  })

  it('of money needs prices, counts judges, and ends with what it has', async () => {
    const unknown = make().m.instruct(prompt, { budget: { cost: 1 } })
    await expect(unknown).rejects.toThrow(/budget.cost: the price of mock \(mock\) is not known/)
    const { backend } = make({}, ['an answer', 'No.', 'an answer again', 'No.', 'a third answer', 'No.'])
    const prices = { mock: { input: 0, output: 1_000_000 } }
    const m = new MelleaSession({ backend, prices })
    const sampling = await m.instruct(prompt, { requirements: ['Be kind.'], budget: { cost: 5 } }).sampling()
    expect(sampling.attempts.map(({ cost }) => cost)).toEqual([2, 3])
    expect([sampling.stopped, sampling.ledger.cost]).toEqual(['budget', { amount: 7, kind: 'whole' }])
  })

  it('of time ends the drafts that run, at the socket, and keeps what there is', async () => {
    const gate = new Gate()
    const { m, backend, clock } = make(
      { beforeChunk: (chunk, { signal }) => (chunk === 'slow' && !signal.aborted ? gate.pass() : undefined) },
      ['quick', 'slow', 'slow'],
    )
    const call = m.instruct(prompt, { strategy: bestOfN({ n: 3, score }), budget: { ms: 500 } }).sampling()
    await clock.advance(499)
    expect(backend.calls[1]?.request.signal.aborted).toBe(false)
    await clock.advance(1)
    gate.open()
    const sampling = await call
    expect(sampling.success && sampling.result.text).toBe('quick')
    expect(sampling.stopped).toBe('budget')
    expect(backend.calls.map(({ request }) => request.signal.aborted)).toEqual([false, true, true])
    await idle()
    expect(clock.pending).toBe(0)
  })

  it('that is used up before there is an answer is an error', async () => {
    const { m, clock } = make({ beforeChunk: () => clock.advance(1000) })
    const call = m.instruct(prompt, { budget: { ms: 100 } })
    await expect(call).rejects.toMatchObject({
      code: 'budget-exhausted',
      message: expect.stringContaining('100 ms'),
    })
  })

  it('can be seen by a strategy, which may go on without drafts', async () => {
    const seen: object[] = []
    const strategy: SamplingStrategy = {
      name: 'own',
      async sample(run: SampleRun<unknown>) {
        for (;;) {
          seen.push({ ...run.budget })
          try {
            await run.attempt()
          } catch (error) {
            if (MelleaError.isInstance(error) && error.code === 'budget-exhausted') return run.attempts[0]
            throw error
          }
        }
      },
    }
    const { m } = make()
    const sampling = await m
      .with({ budget: { attempts: 9, tokens: 12 } })
      .instruct(prompt, { strategy, budget: { attempts: 2 }, timeout: 1000 })
      .sampling()
    expect(sampling.success && sampling.result.text).toBe('answer number 0')
    expect(seen).toEqual([
      { attempts: 2, tokens: 12, cost: Infinity, ms: 1000 },
      { attempts: 1, tokens: 6, cost: Infinity, ms: 1000 },
      { attempts: 0, tokens: 0, cost: Infinity, ms: 1000 },
    ])
  })

  it('does not outlive its call, nor keep it waiting', async () => {
    const abort = new AbortController()
    const { m, clock, backend } = make({ beforeChunk: () => abort.abort(new Error('enough')) })
    const strategy = bestOfN({ n: 5, score })
    const call = m.instruct(prompt, { strategy, budget: { tokens: 100, ms: 1000 }, signal: abort.signal })
    await expect(call).rejects.toThrow('enough')
    expect([clock.pending, backend.calls.length]).toEqual([0, 1])
  })

  it('that cannot mean anything is refused before anything is sent', async () => {
    const { m, backend } = make()
    for (const budget of [
      { attempts: 0 },
      { tokens: 1.5 },
      { ms: -1 },
      { cost: Number.NaN },
      { attempts: Infinity },
    ])
      await expect(m.instruct('x', { budget })).rejects.toThrow(/budget\.\w+ must be a/)
    // @ts-expect-error  no such limit
    await expect(m.instruct('x', { budget: { calls: 3 } })).rejects.toThrow(/budget.calls is no limit/)
    // @ts-expect-error  no budget
    await expect(m.instruct('x', { budget: 3 })).rejects.toThrow(/budget must be/)
    expect(backend.calls).toEqual([])
  })
})
