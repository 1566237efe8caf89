import { describe, expect, it } from 'vitest'
import { ChatContext } from '../context/chat-context.ts'
import { textOf } from '../core/message.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { cascade, type CascadeOptions } from './cascade.ts'
import { rejectionSampling } from './rejection-sampling.ts'
import { SOFAISamplingStrategy, sofai, type SofaiOptions } from './sofai.ts'

const short = check('Be short.', (text) => text.length < 5 || `"${text}" is too long.`)
const even = check('Have an even length.', (text) => text.length % 2 === 0 || 'The length is odd.')

function models(small: readonly string[], large: readonly string[]) {
  const own = new MockBackend([])
  return {
    small: new MockBackend(small, { modelId: 'small' }),
    large: new MockBackend(large, { modelId: 'large' }),
    m: new MelleaSession({ backend: own, ctx: new ChatContext() }),
  }
}

const said = ({ calls }: MockBackend): readonly string[] =>
  calls.at(-1)?.request.messages.map((message) => `${message.role}: ${textOf(message)}`) ?? []

describe('cascade', () => {
  it('asks the next model when a requirement failed, and no model after the first that did it', async () => {
    const { small, large, m } = models(['long answer'], ['ok'])
    const never = new MockBackend([])
    const strategy = cascade([small, large, never])
    const sampling = await m.instruct('x', { requirements: [short], strategy }).sampling()
    expect(sampling.attempts.map(({ modelId, purpose, ok }) => [modelId, purpose, ok])).toEqual([
      ['small', 'answer', false],
      ['large', 'escalation', true],
    ])
    expect(sampling.stopped).toBe('accepted')
    expect(never.calls).toEqual([])
  })

  it('does not escalate what a server failed with', async () => {
    const { large, m } = models([], ['ok'])
    const down = new Error('down')
    const call = m.instruct('x', { strategy: cascade([new MockBackend([down]), large]), maxRetries: 0 })
    await expect(call).rejects.toBe(down)
    expect(large.calls).toEqual([])
  })

  it('carries over nothing, the best answer, or the talk of the step before, with what was wrong', async () => {
    const heard = async (carry: CascadeOptions['carry']): Promise<readonly string[]> => {
      const { small, large, m } = models(['too long', 'much too long'], ['ok'])
      const steps = [{ backend: small, strategy: rejectionSampling({ loopBudget: 2 }) }, large]
      const strategy = cascade(steps, { carry })
      await m.instruct('x', { requirements: [short, even], strategy, validateAll: true })
      return said(large)
    }
    expect(await heard('nothing')).toEqual(['user: x'])
    expect(await heard('best')).toEqual([
      'user: x',
      'assistant: too long',
      expect.stringContaining('* "too long" is too long.'),
    ])
    expect(await heard('history')).toEqual([
      'user: x',
      'assistant: much too long',
      expect.stringContaining('* "much too long" is too long.\n* The length is odd.'),
    ])
  })

  it('takes options of the model, and strategies on the same model, as steps', async () => {
    const backend = new MockBackend(['too long', 'ok'])
    const m = new MelleaSession({ backend })
    const strategy = cascade([{ modelOptions: { temperature: 0 } }, { modelOptions: { temperature: 1 } }])
    await m.instruct('x', { requirements: [short], strategy })
    expect(backend.calls.map(({ modelOptions }) => modelOptions['temperature'])).toEqual([0, 1])
  })

  it('refuses steps and options that cannot mean anything', () => {
    const one = new MockBackend([])
    expect(() => cascade([one])).toThrow(/at least two steps/)
    // @ts-expect-error  no step
    expect(() => cascade([one, 'large'])).toThrow(/step 2 must be a backend/)
    expect(() => cascade([one, {}])).toThrow(/step 2 must be a backend/)
    // @ts-expect-error  no such word
    expect(() => cascade([one, one], { carry: 'all' })).toThrow(/carry must be/)
  })
})

describe('sofai', () => {
  const slow = (carry: SofaiOptions['s2SolverMode']) => ({ s2SolverMode: carry })

  it('lets the fast one talk about what is wrong, then the slow one begin afresh', async () => {
    const { small, large, m } = models(['too long', 'longer still', 'and more!'], ['ok'])
    const strategy = sofai({ s1: small, s2: large, loopBudget: 3 })
    const out = await m.instruct('x', { requirements: [short], strategy })
    expect([out.text, out.modelId, out.attempts]).toEqual(['ok', 'large', 4])
    expect(small.calls.map(({ request }) => request.messages.length)).toEqual([1, 3, 5])
    expect(said(large)).toEqual(['user: x'])
    expect(m.ctx.messages.map((message) => textOf(message))).toEqual(['x', 'ok'])
  })

  it('does not let the fast one go on without progress', async () => {
    const { small, large, m } = models(['12345', '6789012', 'never asked'], ['ok'])
    const strategy = new SOFAISamplingStrategy({ s1: small, s2: large, loopBudget: 3 })
    const alone = check('Be short.', (text) => text.length < 5 || 'It is too long.')
    await m.instruct('x', { requirements: [alone], strategy })
    expect(small.calls).toHaveLength(2)
  })

  it('lets the slow one have its turn after a fast one that repeats itself', async () => {
    const { small, large, m } = models(['too long', 'too long'], ['ok'])
    const strategy = sofai({ s1: small, s2: large, loopBudget: 2 })
    const out = await m.instruct('x', { requirements: [short], strategy })
    expect([out.text, out.modelId, out.attempts]).toEqual(['ok', 'large', 3])
  })

  it('knows the modes of Mellea', async () => {
    const heard = async (mode: SofaiOptions['s2SolverMode']): Promise<number> => {
      const { small, large, m } = models(['too long', 'longer still'], ['ok'])
      await m.instruct('x', {
        requirements: [short],
        strategy: sofai({ s1: small, s2: large, loopBudget: 2, ...slow(mode) }),
      })
      return said(large).length
    }
    expect([await heard('fresh_start'), await heard('best_attempt'), await heard('continue_chat')]).toEqual([
      1, 3, 5,
    ])
    const backend = new MockBackend([])
    // @ts-expect-error  no such mode
    expect(() => sofai({ s1: backend, s2: backend, ...slow('again') })).toThrow(/s2SolverMode must be/)
  })

  it('needs two backends', () => {
    const backend = new MockBackend([])
    // @ts-expect-error  the slow one is missing
    expect(() => sofai({ s1: backend })).toThrow(/sofai: s2 must be a backend, got undefined/)
    // @ts-expect-error  all of it is missing
    expect(() => sofai()).toThrow(/sofai: s1/)
    expect(() => sofai({ s1: backend, s2: backend, loopBudget: 0 })).toThrow(/sofai: loopBudget/)
  })
})
