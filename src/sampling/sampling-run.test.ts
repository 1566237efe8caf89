import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { SampleRun, SamplingStrategy, StopReason } from '../core/sampling.ts'
import { Gate } from '../../test/manual-clock.ts'
import { words } from '../requirements/text/words.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockBackendOptions } from '../testing/mock-backend.ts'

const make = (script: ConstructorParameters<typeof MockBackend>[0], options: MockBackendOptions = {}) => {
  const backend = new MockBackend(script, options)
  return { backend, m: new MelleaSession({ backend, maxRetries: 0 }) }
}
const own = (
  sample: (run: SampleRun<unknown>) => ReturnType<SamplingStrategy['sample']>,
): SamplingStrategy => ({
  name: 'own',
  sample,
})
const anyOf = (n: number): SamplingStrategy =>
  own(async (run) => {
    for await (const draft of run.drafts(n)) await run.check(draft)
    return run.attempts.find(({ ok }) => ok)
  })

describe('several drafts', () => {
  const boom = new Error('boom')
  const bang = new Error('bang')

  it('outlive the failure of one of them, which is kept', async () => {
    const sampling = await make([boom, 'fine', bang])
      .m.instruct('x', { strategy: anyOf(3) })
      .sampling()
    expect(sampling.success && sampling.result.text).toBe('fine')
    expect(sampling.errors).toEqual([boom, bang])
  })

  it('that all fail throw the first failure', async () => {
    await expect(make([boom, bang]).m.instruct('x', { strategy: anyOf(2) })).rejects.toBe(boom)
  })

  it('run so many at a time, and those that nobody waits for any more are cancelled', async () => {
    const gate = new Gate()
    const { m, backend } = make(['a', 'b', 'c', 'd', 'e'], {
      beforeChunk: (chunk) => (chunk === 'a' ? undefined : gate.pass()),
    })
    const strategy = own(async (run) => {
      for await (const draft of run.drafts(5, { concurrency: 2 })) {
        setImmediate(() => gate.open())
        return run.check(draft)
      }
      return undefined
    })
    const sampling = await m.instruct('x', { strategy }).sampling()
    expect(backend.calls.length).toBeLessThanOrEqual(3)
    const [first, ...others] = sampling.ledger.rows.toSorted((one, other) => one.attempt - other.attempt)
    expect(first?.outcome).toBe('ok')
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['aborted']))
    expect(sampling.errors).toEqual([])
  })

  it('end with the call when it is cancelled', async () => {
    const abort = new AbortController()
    const { m } = make(['a', 'b'], { beforeChunk: () => abort.abort(new Error('left')) })
    await expect(m.instruct('x', { strategy: anyOf(2), signal: abort.signal })).rejects.toThrow('left')
  })
})

describe('why a call made no further attempts', () => {
  const stopped = async (
    script: ConstructorParameters<typeof MockBackend>[0],
    options: Parameters<MelleaSession['instruct']>[1],
  ): Promise<StopReason> => (await make(script).m.instruct('x', options).sampling()).stopped

  it('is told', async () => {
    const requirements = [words.max(1)]
    expect(await stopped(['abc'], { requirements })).toBe('accepted')
    expect(await stopped(['long 1', 'long 2', 'long 3'], { requirements })).toBe('exhausted')
    const format = z.object({ a: z.string() })
    expect(await stopped(['{"a": "one two"}'], { format, modelOptions: { maxNewTokens: 2 } })).toBe(
      'truncated',
    )
    const choosy = own(async (run) => void (await run.attempt()))
    expect(await stopped(['abc'], { strategy: choosy })).toBe('undecided')
    const own1 = own(async (run) => ((await run.attempt()).ok ? run.stop('repeats') : undefined))
    expect(await stopped(['abc'], { strategy: own1 })).toBe('repeats')
  })

  it('is in the message, when attempts passed and none was taken', async () => {
    const call = make(['abc']).m.instruct('x', { strategy: own(async (run) => void (await run.attempt())) })
    await expect(call).rejects.toThrow('The strategy "own" took none of the attempts, though some passed.')
  })
})

describe('steps on the way to an answer', () => {
  const thinking = own(async (run) => {
    const thought = await run.draft({ purpose: 'thinking', schema: null })
    return run.attempt({ after: { text: `<think>${thought.text}</think>` } })
  })

  it('are shown as thoughts, are not watched, and what is said after them is the answer alone', async () => {
    const { m, backend } = make(['Hmm', 'yes'])
    const seen: string[] = []
    const call = m.instruct('x', {
      strategy: thinking,
      requirements: [check('no H', { onChunk: (_chunk, soFar) => !soFar.includes('H') })],
    })
    for await (const event of call.events)
      if ('delta' in event) seen.push(`${event.attempt} ${event.type} ${event.delta}`)
    expect((await call).text).toBe('yes')
    expect(seen).toEqual(['1 thinking-delta Hmm', '2 text-delta yes'])
    expect(backend.calls[1]?.request.prefill).toEqual({ text: '<think>Hmm</think>' })
    const { attempts } = await call.sampling()
    expect(attempts.map(({ index, purpose }) => [index, purpose])).toEqual([[2, 'answer']])
  })

  it('go without the schema of the answer', async () => {
    const { m, backend } = make(['Hmm', '{"a":1}'])
    const out = await m.instruct('x', { format: z.object({ a: z.number() }), strategy: thinking })
    expect(out.value).toEqual({ a: 1 })
    expect(backend.calls.map(({ request }) => request.schema !== undefined)).toEqual([false, true])
  })

  it('are refused where a backend cannot go on after a text', async () => {
    const { m } = make(['Hmm', 'yes'], { capabilities: { prefill: false } })
    await expect(m.instruct('x', { strategy: thinking })).rejects.toMatchObject({ code: 'unsupported' })
  })
})

it('a strategy can ask a question beside the answers, of another backend, too', async () => {
  const other = new MockBackend(['7'], { modelId: 'judge' })
  const strategy = own(async (run) => {
    const attempt = await run.attempt()
    const { prefill } = await run.capabilities(other)
    const { text } = await run.ask({ kind: 'q', render: () => 'How good?' }, { backend: other, attempt: 1 })
    return prefill && text === '7' ? attempt : undefined
  })
  const { ledger } = await make(['a']).m.instruct('x', { strategy })
  expect(ledger.rows.map(({ purpose, modelId }) => `${purpose} ${modelId}`)).toEqual([
    'draft mock',
    'judge judge',
  ])
})
