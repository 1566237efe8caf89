import { describe, expect, it } from 'vitest'
import { Gate, idle } from '../../test/manual-clock.ts'
import { OpenAIBackend } from '../backends/openai.ts'
import type { DraftsOptions, SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import { MockBackend, type MockAnswer, type MockBackendOptions } from '../testing/mock-backend.ts'
import { rejectionSampling } from './rejection-sampling.ts'

const candidates = { capabilities: { candidates: true } }
const make = (script: readonly MockAnswer[], options: MockBackendOptions = candidates) => {
  const backend = new MockBackend(script, options)
  return { backend, m: new MelleaSession({ backend, maxRetries: 0 }) }
}

/** Checks all drafts; takes the first that passed. */
function drafting(n: number, options?: DraftsOptions): SamplingStrategy {
  return {
    name: 'drafting',
    async sample(run: SampleRun<unknown>) {
      for await (const draft of run.drafts(n, options)) await run.check(draft)
      return run.attempts.find(({ ok }) => ok)
    },
  }
}

describe('several answers by one request', () => {
  it('cost one reading of the prompt, and are attempts of their own', async () => {
    const { m, backend } = make(['one two', 'three four five six', 'seven'])
    const sampling = await m
      .instruct('a b c', { strategy: drafting(3), modelOptions: { seed: 5 } })
      .sampling()
    expect(backend.calls.map(({ request }) => [request.candidates, request.options['seed']])).toEqual([
      [3, 5],
    ])
    expect(sampling.attempts.map(({ index, text }) => [index, text])).toEqual([
      [1, 'one two'],
      [2, 'three four five six'],
      [3, 'seven'],
    ])
    expect(sampling.ledger).toMatchObject({ calls: 1, inputTokens: 3, outputTokens: 7 })
    expect(sampling.ledger.rows[0]).toMatchObject({ attempt: 1, candidates: 3 })
    const spent = sampling.attempts.map(({ usage }) => usage)
    expect(spent.every(({ estimated }) => estimated)).toBe(true)
    expect(spent.map(({ inputTokens }) => inputTokens)).toEqual([3, 0, 0])
    expect(spent.reduce((sum, { outputTokens }) => sum + outputTokens, 0)).toBe(7)
  })

  it('are each watched: one that has seen enough leaves the wire to the others, and the last stops it', async () => {
    const quiet = check('no b', { onChunk: (_chunk, soFar) => !soFar.includes('b') || 'it has a b' })
    const { m, backend } = make(['aaaa aaaa aaaa', 'aaab bbbb bbbb', 'bbbb bbbb bbbb'], {
      ...candidates,
      chunkSize: 4,
    })
    const sampling = await m.instruct('x', { strategy: drafting(3), requirements: [quiet] }).sampling()
    expect(sampling.attempts.map(({ text, ok }) => [text, ok])).toEqual([
      ['aaaa aaaa aaaa', true],
      ['aaab', false],
      ['bbbb', false],
    ])
    expect(backend.calls[0]?.request.signal.aborted).toBe(false)
    const all = make(['bbbb bbbb bbbb', 'bbbb bbbb bbbb'], { ...candidates, chunkSize: 4 })
    await all.m.instruct('x', { strategy: drafting(2), requirements: [quiet] }).sampling()
    expect(all.backend.calls[0]?.request.signal.aborted).toBe(true)
  })

  it('fail as one, and end with the call', async () => {
    const boom = new Error('boom')
    const failing = make([boom, 'b'])
    await expect(failing.m.instruct('x', { strategy: drafting(2) })).rejects.toBe(boom)
    const abort = new AbortController()
    const { m } = make(['a', 'b'], { ...candidates, beforeChunk: () => abort.abort(new Error('enough')) })
    await expect(m.instruct('x', { strategy: drafting(2), signal: abort.signal })).rejects.toThrow('enough')
    expect(m.ledger.calls).toBe(1)
  })

  it('are no more than the budget has attempts, and one by one where tokens are counted', async () => {
    const counted = make(['a', 'b', 'c', 'd'])
    const sampling = await counted.m
      .instruct('x', { strategy: drafting(4), budget: { attempts: 2 } })
      .sampling()
    expect([sampling.attempts.length, sampling.stopped]).toEqual([2, 'budget'])
    expect(counted.backend.calls.map(({ request }) => request.candidates)).toEqual([2])
    const metered = make(['a', 'b', 'c'])
    await metered.m.instruct('x', { strategy: drafting(3), budget: { tokens: 100 } })
    expect(metered.backend.calls.map(({ request }) => request.candidates)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are not asked for where they are not wanted, few at a time, or alone', async () => {
    const requests = async (n: number, options?: DraftsOptions) => {
      const { m, backend } = make(['a', 'b', 'c'])
      await m.instruct('x', { strategy: drafting(n, options) })
      return backend.calls.map(({ request }) => request.candidates)
    }
    expect(await requests(3, { together: false })).toEqual([undefined, undefined, undefined])
    expect(await requests(3, { concurrency: 2 })).toEqual([undefined, undefined, undefined])
    expect(await requests(1)).toEqual([undefined])
  })

  it('come over the wire of a server that can, each with its own text, end and share of the tokens', async () => {
    const server = await startFakeOpenAI({ models: ['m'], ownedBy: 'vllm' })
    try {
      server.always({ text: 'Good day to you.', inputTokens: 40, outputTokens: 12 })
      const backend = new OpenAIBackend({ modelId: 'm', baseURL: `${server.url}/v1`, apiKey: 'none' })
      const sampling = await new MelleaSession({ backend })
        .instruct('Greet.', { strategy: drafting(3) })
        .sampling()
      const sent = server.requests.filter(({ path }) => path.endsWith('/chat/completions'))
      expect(sent.map(({ body }) => body['n'])).toEqual([3])
      expect(sampling.attempts.map(({ text, finishReason }) => [text, finishReason])).toEqual(
        [1, 2, 3].map(() => ['Good day to you.', 'stop']),
      )
      expect(sampling.ledger).toMatchObject({ calls: 1, inputTokens: 40, outputTokens: 12 })
      expect(sampling.attempts.map(({ usage }) => usage.outputTokens)).toEqual([4, 4, 4])
    } finally {
      await server.close()
    }
  })

  it('of a server that gives fewer than asked are filled up one by one', async () => {
    const { backend } = make(['a', 'b', 'c', 'd', 'e'])
    const generate = backend.generate.bind(backend)
    backend.generate = async function* (request) {
      for await (const event of generate(request)) if (!event.candidate) yield event
    }
    const sampling = await new MelleaSession({ backend }).instruct('x', { strategy: drafting(3) }).sampling()
    expect(sampling.attempts).toHaveLength(3)
    expect(backend.calls.map(({ request }) => request.candidates)).toEqual([3, undefined, undefined])
  })
})

describe('a server that shares prefixes', () => {
  it('is asked for the others when the first has begun to answer', async () => {
    const gate = new Gate()
    const { m, backend } = make(['first', 'second', 'third'], {
      capabilities: { sharesPrefix: true },
      chunkSize: 2,
      beforeChunk: (chunk) => (chunk === 'fi' ? gate.pass() : undefined),
    })
    const call = m.instruct('x', { strategy: drafting(3) }).sampling()
    await idle()
    expect(backend.calls).toHaveLength(1)
    gate.open()
    expect((await call).attempts).toHaveLength(3)
  })

  it('is asked for them also when the first fails', async () => {
    const { m } = make([new Error('boom'), 'b', 'c'], { capabilities: { sharesPrefix: true } })
    const sampling = await m.instruct('x', { strategy: drafting(3) }).sampling()
    expect([sampling.attempts.length, sampling.errors.length]).toEqual([2, 1])
  })
})

it('what can be done at once is not asked where there is nothing to do at once', async () => {
  const { m, backend } = make(['a', 'b'])
  let asked = 0
  const capabilities = backend.capabilities.bind(backend)
  backend.capabilities = () => {
    asked += 1
    return capabilities()
  }
  await m.instruct('x', { strategy: rejectionSampling() })
  expect(asked).toBe(0)
})
