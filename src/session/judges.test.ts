import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Middleware } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { check, req } from '../requirements/req.ts'
import { rejectionSampling } from '../sampling/rejection-sampling.ts'
import { MelleaSession } from './mellea-session.ts'

const isJudge = ({ prompt }: { readonly prompt: string }): boolean => prompt.startsWith('Please check if')

describe('the order of checks', () => {
  it('asks no judge of any attempt whose code check failed, and every judge of the others once', async () => {
    const attempt = fc.record({
      text: fc.integer({ min: 0, max: 1e6 }),
      codeOk: fc.boolean(),
      verdicts: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
    })
    const attempts = fc.uniqueArray(attempt, { minLength: 1, maxLength: 5, selector: ({ text }) => text })
    await fc.assert(
      fc.asyncProperty(attempts, async (all) => {
        const script: MockAnswer[] = all.flatMap(({ text, codeOk, verdicts }) => [
          `${codeOk ? 'fine' : 'bad'} ${text}`,
          ...(codeOk ? verdicts.map((yes) => (yes ? 'yes' : 'no')) : []),
        ])
        const backend = new MockBackend(script)
        const m = new MelleaSession({ backend, strategy: rejectionSampling({ loopBudget: all.length }) })
        const { success, attempts: made } = await m
          .instruct('x', {
            requirements: ['Is kind.', check('fine', (text) => text.startsWith('fine')), 'Is warm.'],
          })
          .sampling()
        const until = all.findIndex(({ codeOk, verdicts }) => codeOk && verdicts.every(Boolean))
        const expected = until < 0 ? all : all.slice(0, until + 1)
        expect([success, made.length]).toEqual([until >= 0, expected.length])
        const judged = expected.filter(({ codeOk }) => codeOk).length * 2
        expect(backend.calls.filter(isJudge)).toHaveLength(judged)
        expect(backend.calls).toHaveLength(expected.length + judged)
      }),
      { numRuns: 60 },
    )
  })

  it('asks no judge of a text twice', async () => {
    const backend = new MockBackend(['same', 'no', 'other', 'no', 'same'])
    const m = new MelleaSession({ backend, strategy: rejectionSampling() })
    const { attempts } = await m.instruct('x', { requirements: ['Is kind.'] }).sampling()
    expect(attempts.map(({ failures }) => failures[0]?.result.status)).toEqual(['fail', 'fail', 'fail'])
    expect(backend.calls).toHaveLength(5)
  })

  it('gives validators the time that the session says, and refuses times that cannot be', async () => {
    const backend = new MockBackend(['x'])
    const m = new MelleaSession({ backend, timeout: { validator: 5 }, strategy: null })
    const hangs = req('hangs', () => new Promise<never>(() => {}))
    const { failures } = (await m.instruct('x', { requirements: [hangs] }).sampling()) as never
    expect(failures).toMatchObject([
      { result: { reason: 'The validator of "hangs" took longer than 5 ms.' } },
    ])
    for (const timeout of [0, -1, Number.NaN, '5' as never]) {
      expect(() => req('x', { timeout })).toThrow(/`timeout` is a number of milliseconds above 0/)
      await expect(m.instruct('x', { requirements: [{ description: 'x', timeout }] })).rejects.toThrow(
        /above 0/,
      )
      await expect(m.instruct('x', { timeout: { validator: timeout } })).rejects.toThrow(/timeout.validator/)
    }
  })
})

describe('judge: { backend, modelOptions }', () => {
  it('judges with another model, which gets none of the options of the call', async () => {
    const [writer, judge] = [new MockBackend(['text', 'text']), new MockBackend(['yes', 'yes'])]
    const m = new MelleaSession({
      backend: writer,
      modelOptions: { temperature: 1, systemPrompt: 'Be brief.', top_p: 0.5 },
      judge: { backend: judge, modelOptions: { seed: 7 } },
    })
    const out = await m.instruct('x', { requirements: ['Is kind.'] })
    expect([writer.calls.length, judge.calls.length, out.ledger.calls]).toEqual([1, 1, 2])
    expect(judge.calls[0]?.modelOptions).toEqual({ temperature: 0, seed: 7 })
    await m.instruct('x', { requirements: ['Is kind.'], judge: { modelOptions: { temperature: 0.3 } } })
    expect(judge.calls[1]?.modelOptions).toEqual({ temperature: 0.3 })
  })

  it('holds for validate() and for views of the session, member by member', async () => {
    const [writer, one, two] = [new MockBackend(), new MockBackend(['yes', 'no']), new MockBackend(['yes'])]
    const m = new MelleaSession({ backend: writer, judge: { backend: one } })
    expect((await m.validate('Is kind.', { output: 'x' })).ok).toBe(true)
    const warm = m.with({ judge: { modelOptions: { seed: 1 } } })
    expect((await warm.validate('Is kind.', { output: 'x' })).ok).toBe(false)
    expect(one.calls[1]?.modelOptions).toMatchObject({ seed: 1 })
    expect((await warm.validate('Is kind.', { output: 'x', judge: { backend: two } })).ok).toBe(true)
  })

  it('is who answers the questions of validators, unless they name another', async () => {
    const [writer, judge, other] = [new MockBackend(['text']), new MockBackend(['1']), new MockBackend(['2'])]
    const question = { kind: 'question', render: () => 'How many?' }
    const asks = req<string>('asks', async (_text, { ask }) => {
      const [first, second] = [
        await ask(question),
        await ask(question, { backend: other, modelOptions: { seed: 2 } }),
      ]
      return first.text === '1' && second.text === '2'
    })
    const m = new MelleaSession({ backend: writer, judge: { backend: judge, modelOptions: { seed: 1 } } })
    expect((await m.instruct('x', { requirements: [asks], modelOptions: { top_p: 1 } })).ok).toBe(true)
    expect(other.calls[0]?.modelOptions).toEqual({ temperature: 0, seed: 2 })
  })
})

describe('judge: { batch: true }', () => {
  const requirements = ['Is kind.', 'Is warm.', 'Is true.']
  const list = (...verdicts: readonly (readonly [number, string, string])[]): object => ({
    verdicts: verdicts.map(([requirement, verdict, reason]) => ({ requirement, verdict, reason })),
  })

  it('asks once for all, and reads each verdict with its reason', async () => {
    const backend = new MockBackend(['text', list([1, 'yes', 'it is'], [3, 'no', 'it lies'], [2, 'yes', ''])])
    const m = new MelleaSession({ backend, judge: { batch: true }, strategy: null })
    const { attempts } = await m.instruct('x', { requirements }).sampling()
    expect(attempts[0]?.validations.map(({ result }) => result)).toEqual([
      { status: 'pass', reason: 'it is' },
      { status: 'pass' },
      { status: 'fail', reason: 'Is true. (it lies)' },
    ])
    expect(backend.calls).toHaveLength(2)
    expect(backend.calls[1]?.prompt).toContain('1. Is kind.\n2. Is warm.\n3. Is true.')
  })

  it('asks alone for what the list leaves out, names twice, or cannot be read', async () => {
    for (const reply of [
      list([1, 'yes', ''], [2, 'yes', ''], [2, 'no', '']),
      'I like it: {"requirement": 1, "verdict": "yes"} and the rest {',
      '{"verdicts":[{"requirement":1,"verdict":"yes","reason":"fine"},{"requirement":2,"ver',
    ]) {
      const backend = new MockBackend([reply, 'yes', 'no'])
      const m = new MelleaSession({ backend, judge: { batch: true } })
      const { validations } = await m.validate(requirements, { output: 'x' })
      expect(validations.map(({ result }) => result.status)).toEqual(['pass', 'pass', 'fail'])
      expect(backend.calls).toHaveLength(3)
    }
  })

  it('asks one alone as ever, and does not ask again of a text that it knows', async () => {
    const backend = new MockBackend([
      'a',
      list([1, 'yes', ''], [2, 'no', ''], [3, 'yes', '']),
      'a',
      'b',
      'yes',
    ])
    const m = new MelleaSession({
      backend,
      judge: { batch: true },
      strategy: rejectionSampling({ loopBudget: 2 }),
    })
    await m.instruct('x', { requirements }).sampling()
    expect(backend.calls).toHaveLength(3)
    expect((await m.instruct('x', { requirements: ['Is kind.'] })).text).toBe('b')
    expect(backend.calls.at(-1)?.prompt).toContain('Requirement: Is kind.')
  })
})

describe('judge: { calibrated }', () => {
  /** Tells of every text how likely its first token was, and the likeliest others. */
  const telling = (...top: readonly (readonly [token: string, probability: number])[]): Middleware =>
    async function* (request, next) {
      for await (const event of next(request)) {
        if (event.type === 'text' && request.options['logprobs'] === true) {
          const all = top.map(([token, probability]) => ({ token, logprob: Math.log(probability) }))
          yield {
            type: 'logprobs',
            tokens: [
              { token: '\n', logprob: 0 },
              { token: event.text, logprob: -1, top: all },
            ],
          }
        }
        yield event
      }
    }
  const verdictOf = async (middleware: Middleware, reply: string, calibrated: object) => {
    const backend = new MockBackend([reply], { chunkSize: 100 })
    const m = new MelleaSession({
      backend,
      middleware: [middleware],
      judge: { calibrated: calibrated as never },
    })
    const { validations } = await m.validate('Is kind.', { output: 'x' })
    return { result: validations[0]?.result, options: backend.calls[0]?.modelOptions }
  }

  it('decides by the share of yes, whatever word was said, and gives it as the score', async () => {
    const split = telling(['No', 0.5], [' Yes', 0.2], ['yes', 0.1], ['Maybe', 0.2])
    const { result, options } = await verdictOf(split, 'No, it is rude.', { threshold: 0.3 })
    expect(result).toMatchObject({ status: 'pass', score: expect.closeTo(0.375, 5) })
    expect(options).toMatchObject({ logprobs: true, top_logprobs: 20, temperature: 0 })
    const failed = await verdictOf(split, 'No, it is rude.', { threshold: 0.5 })
    expect(failed.result).toMatchObject({ status: 'fail', reason: 'Is kind. (it is rude.)' })
    const unsaid = await verdictOf(split, 'Yes.', { threshold: 0.9 })
    expect(unsaid.result).toMatchObject({ status: 'fail', reason: 'Is kind.' })
  })

  it('abstains between the ends of the band', async () => {
    const split = telling(['Yes', 0.6], ['No', 0.4])
    const { result } = await verdictOf(split, 'Yes', { threshold: 0.5, band: [0.3, 0.7] })
    expect(result).toEqual({
      status: 'unknown',
      reason: 'P(yes) is 0.600, between 0.3 and 0.7.',
      score: expect.closeTo(0.6, 5),
    })
    expect((await verdictOf(split, 'Yes', { threshold: 0.5, band: [0.3, 0.6] })).result?.status).toBe('pass')
    const neither = await verdictOf(telling(['Well', 0.9], ['yes', 0.05]), 'Well, yes', { threshold: 0.5 })
    expect(neither.result).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('neither yes nor no'),
    })
  })

  it('says so when the backend tells no probabilities, and when the figures cannot be', async () => {
    const m = new MelleaSession({
      backend: new MockBackend(['text', 'yes']),
      judge: { calibrated: { threshold: 0.5 } },
    })
    const failure: unknown = await m
      .instruct('x', { requirements: ['Is kind.'] })
      .catch((error: unknown) => error)
    expect(MelleaError.isInstance(failure) && failure.code).toBe('unsupported')
    for (const calibrated of [
      { threshold: 2 },
      { threshold: Number.NaN },
      { threshold: 0.5, band: [0.6, 0.9] },
      { threshold: 0.5, band: [0.1, 1.2] },
    ])
      await expect(
        m.validate('x', { output: 'x', judge: { calibrated: calibrated as never } }),
      ).rejects.toThrow(/judge.calibrated: 0 <= low/)
  })
})
