import { describe, expect, it } from 'vitest'
import { jsonSchema } from '../core/json-schema.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { req } from '../requirements/req.ts'
import { MelleaSession } from './mellea-session.ts'

const short = 'Use at most three words.'

describe('a requirement that is plainly a rule', () => {
  it('is checked by code, and its report says how it was read', async () => {
    const backend = new MockBackend(['one two three four', 'one two three'])
    const m = new MelleaSession({ backend })
    const out = await m.instruct('Count.', { requirements: [short] })
    expect(out.text).toBe('one two three')
    // two answers, and no judge
    expect(backend.calls).toHaveLength(2)
    expect(out.validations[0]?.requirement.compiled).toEqual({
      kind: 'words',
      reading: 'at most 3 words',
      standing: 'instead',
    })
    expect(backend.calls[1]?.prompt).toContain('It has at least 4.')
  })

  it('stops the tokens as soon as it is broken', async () => {
    const backend = new MockBackend(['one two three four five six seven', 'fine'], { chunkSize: 5 })
    const { attempts } = await new MelleaSession({ backend })
      .instruct('Count.', { requirements: [short] })
      .sampling()
    expect(attempts.map(({ text }) => text)).toEqual(['one two three f', 'fine'])
  })

  it('is judged where it is told to be: by the requirement, the call, the session', async () => {
    const judgedWith = async (options: object, call: object = {}): Promise<number> => {
      const backend = new MockBackend(['one', 'yes'])
      await new MelleaSession({ backend, ...options }).instruct('Count.', { requirements: [short], ...call })
      return backend.calls.length - 1
    }
    expect(await judgedWith({})).toBe(0)
    expect(await judgedWith({ compile: false })).toBe(1)
    expect(await judgedWith({}, { compile: false })).toBe(1)
    expect(await judgedWith({ compile: false }, { compile: true })).toBe(0)
    expect(await judgedWith({}, { requirements: [req(short, { compile: false })] })).toBe(1)
    expect(await judgedWith({}, { requirements: [req(short, { cost: 'judge' })] })).toBe(1)
  })

  it('is judged beside a format, where the text is not what a reader sees', async () => {
    const backend = new MockBackend(['{"words":"one two three four"}', 'yes'])
    const format = { type: 'object', properties: { words: { type: 'string' } } } as const
    await new MelleaSession({ backend }).instruct('Count.', {
      format: jsonSchema(format),
      requirements: [short],
    })
    expect(backend.calls).toHaveLength(2)
  })

  it('is asked of the judge as well where code alone is not sure enough, and only once code has passed it', async () => {
    const requirements = ['Answer in one sentence.']
    const backend = new MockBackend(['One. Two.', 'One.', 'no, it is dull', 'Three.', 'yes'])
    const out = await new MelleaSession({ backend }).instruct('Speak.', { requirements })
    expect([out.text, backend.calls.length]).toEqual(['Three.', 5])
    expect(out.validations[0]?.requirement.compiled?.standing).toBe('beside')
    expect(out.validations[0]?.result.status).toBe('pass')
  })

  it('is compiled by validate(), too', async () => {
    const backend = new MockBackend(['yes'])
    const m = new MelleaSession({ backend })
    const { ok, validations } = await m.validate([short, 'Is polite.'], { output: 'a b c d' })
    expect([ok, validations.map(({ result }) => result.status)]).toEqual([false, ['fail', 'pass']])
    expect(backend.calls).toHaveLength(1)
    expect((await m.validate(short, { output: 'a b c' })).ok).toBe(true)
  })
})
