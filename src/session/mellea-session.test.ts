import { expect, it, describe } from 'vitest'
import { z } from 'zod'
import { MockBackend } from '../testing/mock-backend.ts'
import { generative } from './generative.ts'
import { MelleaSession } from './mellea-session.ts'
import { req } from '../requirements/req.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import { ChatContext } from '../context/chat-context.ts'
import { Instruction } from '../components/instruction.ts'

const lower = req('lower case', (s) => s === s.toLowerCase() || 'has upper case')

describe('a session', () => {
  it('repairs with every reason in the next prompt', async () => {
    const backend = new MockBackend(['WRONG', 'right'])
    const out = await new MelleaSession({ backend }).instruct('Say it in lower case.', {
      requirements: [lower],
    })
    expect([out.value, out.attempts, out.ledger.calls]).toEqual(['right', 2, 2])
    expect(backend.calls[1]?.prompt).toContain('has upper case')
    expect(backend.calls[0]?.prompt).toBe(
      'Say it in lower case.\n\nThe answer must meet all of these requirements:\n* lower case',
    )
  })

  it('throws with all attempts when none passes, and gives the best on request', async () => {
    const make = () => new MelleaSession({ backend: new MockBackend(['A', 'B', 'C']) })
    const error = await make()
      .instruct('x', { requirements: [lower] })
      .then(
        () => undefined,
        (e: unknown) => e,
      )
    expect(error).toBeInstanceOf(RequirementsNotMetError)
    expect((error as RequirementsNotMetError).sampling.attempts).toHaveLength(3)
    expect(
      (
        await make()
          .instruct('x', { requirements: [lower] })
          .orBest()
      ).text,
    ).toBe('C')
    expect((await make().instruct('x', { requirements: [lower], onFailure: 'best' })).ok).toBe(false)
    const r = await make()
      .instruct('x', { requirements: [lower] })
      .sampling()
    expect(r.success).toBe(false)
  })

  it('gives typed values, wrapped and not', async () => {
    const m = new MelleaSession({
      backend: new MockBackend([{ name: 'pasta' }, { result: 'positive' }, 'negative', { answer: 7 }]),
    })
    expect((await m.instruct('x', { format: z.object({ name: z.string() }) })).value.name).toBe('pasta')
    const classify = generative({
      name: 'classify',
      doc: 'Classify.',
      input: z.object({ text: z.string() }),
      output: z.enum(['positive', 'negative']),
    })
    expect(await classify(m, { text: 'I love it' })).toBe('positive')
    expect(await classify(m, { text: 'I hate it' })).toBe('negative')
    const ask = generative({
      name: 'ask',
      doc: 'Answer.',
      input: z.object({ q: z.string() }),
      output: z.object({ answer: z.number() }),
    })
    expect((await ask(m, { q: '3+4' })).answer).toBe(7)
  })

  it('streams text, and chat calls see each other', async () => {
    const backend = new MockBackend(['one two three four', 'second'])
    const m = new MelleaSession({ backend, ctx: new ChatContext() })
    const deltas: string[] = []
    for await (const delta of m.chat('Count.')) deltas.push(delta)
    expect(deltas.length).toBeGreaterThan(1)
    await m.chat('Again.')
    expect(backend.calls[1]?.request.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'user',
    ])
    expect(m.ctx.messages).toHaveLength(4)
    expect(m.ctx.lastOutput?.text).toBe('second')
  })

  it('computes a diamond of thunks', async () => {
    const echo = ({ prompt }: { prompt: string }) => `<${prompt}>`
    const m = new MelleaSession({ backend: new MockBackend([echo, echo, echo, echo]) })
    const a = m.instruct('a')
    const b = m.act(new Instruction('b {{a}}', { userVariables: { a } }))
    const c = m.act(new Instruction('c {{a}}', { userVariables: { a } }))
    const d = await m.instruct('{{b}} {{c}}', { userVariables: { b, c } })
    expect(d.text).toBe('<<b <a>> <c <a>>>')
  })

  it('judges with the model', async () => {
    const backend = new MockBackend(['Hello', 'no, it is rude.', 'Dear friend', 'Yes.'])
    const out = await new MelleaSession({ backend }).instruct('Greet.', { requirements: ['Be polite.'] })
    expect(out.text).toBe('Dear friend')
    expect(backend.calls[2]?.prompt).toContain('Be polite. (it is rude.)')
    expect(out.ledger.rows.map((row) => row.purpose)).toEqual(['draft', 'judge', 'draft', 'judge'])
  })
})
