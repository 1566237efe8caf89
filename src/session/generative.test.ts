import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ChatContext } from '../context/chat-context.ts'
import { SimpleContext } from '../context/simple-context.ts'
import { PreconditionError } from '../core/precondition-error.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { act, chat, instruct, validate } from './functional.ts'
import { generative } from './generative.ts'
import { MelleaSession } from './mellea-session.ts'

const setup = (...script: ConstructorParameters<typeof MockBackend>[0] & object) => {
  const backend = new MockBackend(script)
  return { backend, m: new MelleaSession({ backend }) }
}
const extract = generative({
  name: 'extract',
  doc: 'Extract the user.',
  input: z.object({ text: z.string(), locale: z.string().default('en') }),
  output: z.object({ name: z.string(), age: z.int() }),
  preconditions: [({ text }) => text.length < 20 || 'text too long', 'It names somebody.'],
  requirements: [({ age }) => age < 130 || `age ${age} is implausible`],
  examples: [{ input: { text: 'Bo is 3.' }, output: { name: 'Bo', age: 3 } }],
})
const alice = { name: 'Alice', age: 31 }

describe('a function by its declaration', () => {
  it('shows name, documentation, examples and parsed arguments, and gives the value', async () => {
    const { m, backend } = setup('yes', alice)
    expect(await extract(m, { text: 'Alice is 31.' })).toEqual(alice)
    const prompt = backend.calls[1]?.prompt ?? ''
    for (const part of [
      '"extract"',
      'Extract the user.',
      'Bo is 3.',
      '<argument name="locale">\nen\n</argument>',
      'Alice is 31.',
    ])
      expect(prompt).toContain(part)
  })

  it('checks its preconditions before the model is asked for a result, and says which failed', async () => {
    const { m, backend } = setup()
    const error = await extract(m, { text: 'far too long a text to be taken' }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(PreconditionError)
    expect((error as PreconditionError).validations.map(({ result }) => result.status)).toEqual([
      'fail',
      'unknown',
    ])
    expect((error as Error).message).toContain('text too long')
    expect(
      backend.calls.filter(({ prompt }) => prompt.includes('Extract the user.\n\nExamples')),
    ).toHaveLength(0)
  })

  it('refuses input that does not fit, before anything is sent', async () => {
    const { m, backend } = setup()
    await expect(extract(m, { text: 5 } as never)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('"text"'),
    })
    expect(backend.calls).toHaveLength(0)
  })

  it('is repaired, with its own requirements before those of the call', async () => {
    const { m, backend } = setup('yes', { name: 'Bo', age: 900 }, alice)
    const seen = await extract(
      m,
      { text: 'x' },
      { requirements: [({ name }) => name === 'Alice' || 'not Alice'], validateAll: true },
    ).output()
    expect([seen.value, seen.attempts]).toEqual([alice, 2])
    expect(backend.calls[2]?.prompt).toContain('* age 900 is implausible\n* not Alice')
  })

  it('gives the handle, one step unwrapped', async () => {
    const numbers = generative({
      name: 'numbers',
      doc: 'Count.',
      input: z.object({}),
      output: z.array(z.number()),
    })
    const { m } = setup({ result: [1, 2] }, { result: [1, 2] }, { result: [1, 2] }, { result: ['x'] })
    const call = numbers(m, {})
    const partials: unknown[] = []
    for await (const partial of call.partials) partials.push(partial)
    expect(partials.at(-1)).toEqual([1, 2])
    expect(await call).toEqual([1, 2])
    expect((await numbers(m, {}).sampling()).success).toBe(true)
    expect(await numbers(m, {}).orBest()).toEqual([1, 2])
    expect(() => call[Symbol.toPrimitive]()).toThrow(/write `await`/)
  })

  it('takes input that is no record, and data that only looks like a component', async () => {
    const upper = generative({ name: 'upper', doc: 'Shout.', input: z.string(), output: z.string() })
    const raw = generative({
      name: 'raw',
      doc: 'Look.',
      input: z.object({ data: z.unknown() }),
      output: z.string(),
    })
    const { m, backend } = setup('"A"', '"B"')
    expect(await upper(m, 'hello')).toBe('A')
    expect(backend.calls[0]?.prompt).toContain('<argument name="input">\nhello\n</argument>')
    expect(await raw(m, { data: JSON.parse('{"then":1,"render":"x","parts":[]}') })).toBe('B')
    expect(backend.calls[1]?.prompt).toContain('{"then":1,"render":"x","parts":[]}')
  })

  it('never throws at once, without a session neither', async () => {
    await expect(extract({ text: 'x' } as never, undefined as never)).rejects.toThrow(
      'the first argument is the session',
    )
  })

  it('is refused when something is missing', () => {
    expect(() => generative({ name: '', doc: 'x', input: z.object({}), output: z.string() })).toThrow(
      /one of them is missing/,
    )
    expect(() =>
      generative({ name: 'x', doc: 'x', input: z.object({}), output: z.map(z.string(), z.string()) }),
    ).toThrow(/JSON Schema/)
  })
})

describe('a function by its text', () => {
  it('has its placeholders as parameters, and takes nothing else', async () => {
    const summarize = generative`Summarize ${'transcript'} for ${'audience'}.`
    const { m, backend } = setup('short')
    expect(await summarize(m, { transcript: 'T', audience: 'A', secret: 'S' } as never)).toBe('short')
    expect(backend.calls[0]?.prompt).toContain(
      'Summarize the argument "transcript" for the argument "audience".',
    )
    expect(backend.calls[0]?.prompt).not.toContain('secret')
    await expect(summarize(m, { transcript: 'T' } as never)).rejects.toThrow(/audience.* is missing/)
  })

  it('may give a value, and be used as one', async () => {
    const isRisky = generative.returns(z.boolean())`Does ${'summary'} describe a risk?`
    const { m } = setup({ result: true }, 'false')
    expect([await isRisky(m, { summary: 'x' }), await isRisky(m, { summary: 'x' })]).toEqual([true, false])
  })

  it('takes an output that is still being computed', async () => {
    const twice = generative`Say ${'what'} twice.`
    const { m, backend } = setup('first', 'second')
    await twice(m, { what: m.instruct('a') as never })
    expect(backend.calls[1]?.prompt).toContain('<argument name="what">\nfirst\n</argument>')
  })

  it('takes names, not values, for its placeholders', () => {
    const text = 'a text of somebody'
    expect(() => generative`Write ${text as 'x'}.`).toThrow(/name of a parameter, got "a text of somebody"/)
  })
})

describe('the text that was asked for', () => {
  const text = generative.returns(z.string())`Say ${'what'}.`
  const say = (answer: string) => text(setup(answer, answer, answer).m, { what: 'x' })

  it('may come wrapped, quoted or bare', async () => {
    expect(
      await Promise.all(['{"result":"hi"}', '"hi"', 'hi', '```json\n{"result":"hi"}\n```'].map(say)),
    ).toEqual(['hi', 'hi', 'hi', 'hi'])
    expect(await say('42')).toBe('42')
  })

  it('is not the wrapper itself, broken or holding something else', async () => {
    for (const answer of ['{"result": "hi', '{"result": 5}', '```json\n{"result": "hi', '{"result": null}'])
      await expect(say(answer)).rejects.toMatchObject({ code: 'requirements-not-met' })
  })

  it('is read in no time, also when it is endless white space', async () => {
    const endless = `\`\`\`json${' \n'.repeat(100_000)}`
    await expect(say(endless)).rejects.toMatchObject({ code: 'requirements-not-met' })
  })
})

describe('the context in the open', () => {
  it('goes in unchanged and comes out with the turn', async () => {
    const backend = new MockBackend(['a', 'b', 'c', { result: 1 }])
    const context = new ChatContext()
    const first = await instruct('one', { backend, context })
    const second = await chat('two', { backend, context: first.context })
    const third = await act({ kind: 'own', render: () => 'three' }, { backend, context: second.context })
    expect(
      [context, first.context, second.context, third.context].map(({ messages }) => messages.length),
    ).toEqual([0, 2, 4, 6])
    const one = generative.returns(z.number())`One ${'thing'}.`
    const result = await one.run({ backend, context: new SimpleContext() }, { thing: 'x' })
    expect([result.value, result.context.messages.length]).toEqual([1, 2])
  })

  it('validates without a turn', async () => {
    const backend = new MockBackend(['yes', 'no, it is not'])
    const context = new ChatContext()
    const report = await validate(
      ['Polite.', 'Short.', (s: string) => s === 'hi'],
      { backend, context },
      { output: 'hi' },
    )
    expect([report.ok, [...report].map(({ result }) => result.status)]).toEqual([
      false,
      ['pass', 'fail', 'pass'],
    ])
    expect([report.ledger.calls, context.messages.length]).toEqual([2, 0])
  })

  it('validates the last output by its value, within its limits', async () => {
    const m = new MelleaSession({ backend: new MockBackend([{ a: 1 }, 'yes']) })
    await m.instruct('x', { format: z.object({ a: z.number() }) })
    expect((await m.validate([(value: { a: number }) => value.a === 1])).ok).toBe(true)
    const abort = new AbortController()
    abort.abort(new Error('mine'))
    await expect(m.validate(['x'], { signal: abort.signal })).rejects.toThrow('mine')
  })
})
