import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { textOf } from '../core/message.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { BudgetForcingSamplingStrategy, budgetForcing } from './budget-forcing.ts'

const make = (script: readonly MockAnswer[], prefill = true) => {
  const backend = new MockBackend(script, { capabilities: { prefill } })
  return { backend, m: new MelleaSession({ backend, contextType: 'chat' }) }
}

describe('budgetForcing', () => {
  it('limits thoughts and answer apart, and continues the thoughts with the answer', async () => {
    const { m, backend } = make(['13 times 17 is 221, so no.', 'No, it is 13 × 17.'])
    const strategy = budgetForcing({ thinkMaxTokens: 4, answerMaxTokens: 3, answerSuffix: 'Answer:' })
    const out = await m.instruct('Is 221 a prime?', { strategy })
    const [think, answer] = backend.calls.map(({ request }) => request)
    expect(think?.prefill?.text).toBe('<think>\n')
    expect(think?.options).toMatchObject({ maxNewTokens: 4, stopSequences: ['</think>'] })
    expect(answer?.prefill?.text).toBe('<think>\n13 times 17 is </think>\nAnswer: ')
    expect(answer?.options).toEqual({ maxNewTokens: 3 })
    expect([out.text, out.thinking]).toEqual(['No, it is ', '13 times 17 is'])
    expect([out.attempts, out.usage.outputTokens, out.ledger.calls]).toEqual([1, 7, 2])
    expect(m.ctx.messages.map((message) => textOf(message))).toEqual(['Is 221 a prime?', 'No, it is '])
  })

  it('makes thoughts go on that end early, while tokens are left', async () => {
    const { m, backend } = make(['It is even, so it is not one. ', 'Is it, though?', 'No.'])
    const strategy = budgetForcing({ thinkMaxTokens: 10, thinkMoreSuffix: 'Wait' })
    const out = await m.instruct('Is 4 a prime?', { strategy })
    const limits = backend.calls.map(({ modelOptions }) => modelOptions['maxNewTokens'])
    expect(limits).toEqual([10, 2, undefined])
    expect(backend.calls[2]?.request.prefill?.text).toBe(
      '<think>\nIt is even, so it is not one.  WaitIs it, </think>\n',
    )
    expect(out.text).toBe('No.')
  })

  it('does not insist where there is nothing to add', async () => {
    const { m, backend } = make(['Hm.', 'No.'])
    await m.instruct('x', { strategy: budgetForcing({ thinkMoreSuffix: 'Wait' }) })
    expect(backend.calls).toHaveLength(2)
  })

  it('cuts off an end that the server let through', async () => {
    const { m, backend } = make(['I see.</think>And now I go on', 'No.'])
    expect((await m.instruct('x', { strategy: budgetForcing() })).thinking).toBe('I see.')
    expect(backend.calls[1]?.request.prefill?.text).toBe('<think>\nI see.</think>\n')
  })

  it('thinks in a turn of its own where the backend cannot continue a text, and with a schema', async () => {
    const plain = make(['Let me see.', 'No.'], false)
    expect(await plain.m.instruct('x', { strategy: budgetForcing() })).toMatchObject({
      text: 'No.',
      thinking: 'Let me see.',
    })
    const roles = plain.backend.calls.map(({ request }) => request.messages.map(({ role }) => role).join())
    expect(roles).toEqual(['user', 'user,assistant,user'])
    expect(plain.m.ctx.messages.map((message) => textOf(message))).toEqual(['x', 'No.'])

    const typed = make(['It is 13 × 17.', { prime: false }])
    const strategy = new BudgetForcingSamplingStrategy({ thinkMaxTokens: 9 })
    const out = await typed.m.instruct('x', { format: z.object({ prime: z.boolean() }), strategy })
    expect(out.value).toEqual({ prime: false })
    expect(typed.backend.calls.map(({ request }) => request.schema !== undefined)).toEqual([false, true])
  })

  it('shows requirements the answer alone, and thinks again about what was wrong', async () => {
    const { m, backend } = make(['Thinking…', 'YES', 'Thinking again…', 'yes'])
    const lower = check('lower case', (text) => text === text.toLowerCase() || `"${text}" has upper case.`)
    const strategy = budgetForcing({ loopBudget: 2 })
    const sampling = await m.instruct('x', { requirements: [lower], strategy }).sampling()
    expect(sampling.attempts.map(({ text, purpose }) => [text, purpose])).toEqual([
      ['YES', 'answer'],
      ['yes', 'repair'],
    ])
    expect(backend.calls[2]?.prompt).toContain('"YES" has upper case.')
  })

  it('keeps thoughts apart that the server tells apart by itself', async () => {
    const backend = new MockBackend(['', 'No.'])
    const generate = backend.generate.bind(backend)
    backend.generate = async function* (request) {
      for await (const event of generate(request)) {
        yield event
        if (event.type === 'start' && backend.calls.length === 1)
          yield { type: 'thinking', text: 'Deep thought.' }
      }
    }
    const out = await new MelleaSession({ backend }).instruct('x', { strategy: budgetForcing() })
    expect(out.thinking).toBe('Deep thought.')
  })

  it('refuses numbers that cannot mean anything', () => {
    expect(() => budgetForcing({ thinkMaxTokens: 0 })).toThrow(/budgetForcing: thinkMaxTokens/)
    expect(() => budgetForcing({ answerMaxTokens: 1.5 })).toThrow(/budgetForcing: answerMaxTokens/)
    expect(() => new BudgetForcingSamplingStrategy({ loopBudget: 0 })).toThrow(/budgetForcing: loopBudget/)
  })
})
