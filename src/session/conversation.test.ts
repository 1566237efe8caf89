import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ChatContext } from '../context/chat-context.ts'
import { check } from '../requirements/req.ts'
import { Gate, idle, ManualClock, unhandled } from '../../test/manual-clock.ts'
import { MockBackend, type MockCall } from '../testing/mock-backend.ts'
import { getSession } from './current-session.ts'
import { MelleaSession } from './mellea-session.ts'

const echo = ({ prompt }: MockCall): string => `<${prompt.split('\n').at(-1) ?? ''}>`
const texts = (m: MelleaSession): string[] =>
  m.ctx.messages.map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')).join(''))
const chatting = (script: ConstructorParameters<typeof MockBackend>[0], options = {}) => {
  const backend = new MockBackend(script, options)
  return { backend, m: new MelleaSession({ backend, contextType: 'chat' }) }
}

describe('calls under a SimpleContext', () => {
  it('run at the same time, and commit in the order in which they were made', async () => {
    const first = new Gate()
    const second = new Gate()
    const backend = new MockBackend([
      async () => (await first.pass(), 'one'),
      async () => (await second.pass(), 'two'),
    ])
    const m = new MelleaSession({ backend })
    const [a, b] = [m.instruct('a'), m.instruct('b')]
    await idle()
    expect(backend.calls).toHaveLength(2)
    second.open()
    await b
    first.open()
    await a
    expect(m.ctx.lastOutput?.text).toBe('two')
    expect(backend.calls[1]?.request.messages).toHaveLength(1)
  })
})

describe('calls under a ChatContext', () => {
  it('run one after the other, in the order in which they were made, and see those before', async () => {
    const { m, backend } = chatting([echo, echo, echo])
    await Promise.all([m.chat('a'), m.chat('b'), m.chat('c')])
    expect(texts(m)).toEqual(['a', '<a>', 'b', '<b>', 'c', '<c>'])
    expect(backend.calls.map(({ request }) => request.messages.length)).toEqual([1, 3, 5])
  })

  it('leave out what failed, and what was aborted while it waited', async () => {
    const gate = new Gate()
    const { m, backend } = chatting([async () => (await gate.pass(), 'A'), new Error('boom'), echo])
    const abort = new AbortController()
    const reason = { my: 'reason' }
    const a = m.chat('a')
    const b = m.chat('b', { signal: abort.signal }).catch((error: unknown) => error)
    const c = m.chat('c').catch((error: Error) => error.message)
    const d = m.chat('d')
    await idle()
    abort.abort(reason)
    expect(await b).toBe(reason)
    gate.open()
    expect([String(await a), await c, String(await d)]).toEqual(['A', 'boom', '<d>'])
    expect(texts(m)).toEqual(['a', 'A', 'd', '<d>'])
    expect(backend.calls).toHaveLength(3)
  })

  it('commit the best one under onFailure: best, and nothing for orBest() and sampling()', async () => {
    const { m } = chatting(['A', 'B', 'C'])
    const options = { requirements: [check('never', () => false)], strategy: null }
    await m.chat('a', options).orBest()
    await m.chat('b', options).sampling()
    expect(m.ctx.messages).toHaveLength(0)
    await m.chat('c', { ...options, onFailure: 'best' })
    expect(texts(m)).toEqual(['c', 'C'])
  })

  it('cannot be made from inside one another: the error names clone()', async () => {
    const { m } = chatting([echo, echo])
    const asks = (other: () => PromiseLike<unknown>) => check('asks', async () => Boolean(await other()))
    const inner: unknown[] = []
    const requirements = [
      asks(() =>
        m
          .with({ maxRetries: 1 })
          .chat('inner')
          .catch((error: unknown) => inner.push(error)),
      ),
    ]
    await m.chat('outer', { requirements })
    expect(inner).toMatchObject([
      { code: 'session-reentrant', message: expect.stringContaining('m.clone()') },
    ])
    const { m: other } = chatting([echo, echo])
    await other.chat('outer', { requirements: [asks(() => other.clone().chat('inner'))] })
    expect(texts(other)).toEqual(['outer', '<outer>'])
  })

  it('may be made while another runs, from outside of it', async () => {
    const { m } = chatting([echo, echo])
    for await (const _ of m.chat('outer')) void m.chat('while reading')
    await idle(20)
    expect(texts(m)).toHaveLength(4)
  })
})

describe('views of a session', () => {
  it('with() shares conversation, queue and books', async () => {
    const { m } = chatting([echo, echo])
    const cold = m.with({ modelOptions: { temperature: 0 } })
    await Promise.all([m.chat('a'), cold.chat('b')])
    expect(texts(cold)).toEqual(['a', '<a>', 'b', '<b>'])
    expect([m.ledger.calls, cold.ledger.calls]).toEqual([2, 2])
  })

  it('clone() branches from the last committed turn', async () => {
    const { m } = chatting([echo, echo, echo])
    await m.chat('a')
    const branch = m.clone()
    await branch.chat('b')
    await m.chat('c')
    expect([texts(m)[2], texts(branch)[2]]).toEqual(['c', 'b'])
    expect([m.ledger.calls, branch.ledger.calls]).toEqual([2, 1])
  })

  it('keep the class of a subclass, and its options', async () => {
    class Mine extends MelleaSession {
      greet = () => this.instruct('hello')
    }
    const backend = new MockBackend([echo, echo])
    const mine = new Mine({ backend, modelOptions: { seed: 3 } })
    await mine.clone().greet()
    await mine.with({ modelOptions: { temperature: 1 } }).greet()
    expect(backend.calls.map(({ modelOptions }) => modelOptions)).toEqual([
      { seed: 3 },
      { seed: 3, temperature: 1 },
    ])
  })

  it('reset() empties the conversation; calls that run do not commit', async () => {
    const gate = new Gate()
    const { m } = chatting([echo, async () => (await gate.pass(), 'late'), echo])
    await m.chat('a')
    const late = m.chat('b')
    await idle()
    m.reset()
    gate.open()
    await late
    await m.chat('c')
    expect(texts(m)).toEqual(['c', '<c>'])
  })

  it('lastPrompt is what was sent last, and getSession() finds the innermost', async () => {
    const { m } = chatting([echo])
    expect(m.lastPrompt).toBeUndefined()
    await m.chat('a')
    expect(m.lastPrompt).toMatchObject([{ role: 'user' }])
    expect(() => getSession()).toThrow(/no current session/)
    const inner = m.clone()
    const found = await m.run(async () => [
      getSession(),
      await inner.run(async () => getSession()),
      getSession(),
    ])
    expect(found.map((one) => one.id)).toEqual([m.id, inner.id, m.id])
  })
})

describe('the end of a session', () => {
  it('rejects what runs, each with an error and a text of its own, and what comes after', async () => {
    const backend = new MockBackend(['one', 'two'], {
      beforeChunk: (_chunk, { signal }) => until(signal),
      chunkSize: 3,
    })
    const m = new MelleaSession({ backend })
    const calls = [m.instruct('a'), m.instruct('b')].map((call) => call.catch((error: unknown) => error))
    await idle()
    await m[Symbol.asyncDispose]()
    const [a, b] = await Promise.all(calls)
    expect(a).toMatchObject({ code: 'session-closed', message: expect.stringContaining('return await') })
    expect(b).not.toBe(a)
    await expect(m.instruct('c')).rejects.toMatchObject({
      code: 'session-closed',
      message: expect.stringContaining('start a new one'),
    })
  })

  it('closes the backend only if the session made it', async () => {
    let closed = 0
    const backend = Object.assign(new MockBackend(), { [Symbol.asyncDispose]: async () => void closed++ })
    await new MelleaSession({ backend })[Symbol.asyncDispose]()
    expect(closed).toBe(0)
    const owner = new MelleaSession({ backend, ownsBackend: true })
    await owner.clone()[Symbol.asyncDispose]()
    expect(closed).toBe(0)
    await owner[Symbol.asyncDispose]()
    expect(closed).toBe(1)
  })
})

describe('stopping', () => {
  it("gives the reason of the caller's signal, untouched", async () => {
    const m = new MelleaSession({
      backend: new MockBackend(['a', 'b', 'c', 'd'], { beforeChunk: (_chunk, { signal }) => until(signal) }),
    })
    for (const reason of [new Error('mine'), 'a text', { an: 'object' }, null]) {
      const abort = new AbortController()
      const call = m.instruct('x', { signal: abort.signal }).catch((error: unknown) => error)
      await idle()
      abort.abort(reason)
      expect(await call).toBe(reason)
      const before = m.clone().instruct('x', { signal: abort.signal })
      expect(await before.catch((error: unknown) => error)).toBe(reason)
    }
  })

  it('by a deadline says what had been generated, of the answer and not of its judge', async () => {
    const clock = new ManualClock()
    let judged = false
    const backend = new MockBackend(['the answer', 'a long verdict'], {
      chunkSize: 2,
      beforeChunk: (_chunk, { signal, messages }) => {
        judged ||= JSON.stringify(messages).includes('Does the output')
        return judged ? until(signal) : undefined
      },
    })
    const m = new MelleaSession({ backend, clock })
    const call = m
      .instruct('x', { requirements: ['Fine.'], compile: false, timeout: 100 })
      .catch((error: unknown) => error)
    await clock.advance(100)
    expect(await call).toMatchObject({ code: 'timeout', text: 'the answer' })
    expect(clock.pending).toBe(0)
  })

  it('ends also what does not listen: a validator, a middleware, a strategy', async () => {
    const forever = new Promise<never>(() => {})
    const deaf = [{ requirements: [() => forever] }, { strategy: { name: 'deaf', sample: () => forever } }]
    for (const options of deaf) {
      const clock = new ManualClock()
      const { backend } = chatting(['a', 'b'])
      const m = new MelleaSession({ backend, clock, contextType: 'chat' })
      const call = m.chat('x', { ...options, timeout: 100 }).catch((error: unknown) => error)
      const next = m.chat('y')
      await clock.advance(100)
      await clock.advance(5_000)
      expect(await call).toMatchObject({ code: 'timeout' })
      expect((await next).ok).toBe(true)
    }
  })

  it('leaves nothing behind on signals that live long, nor on the clock', async () => {
    const clock = new ManualClock()
    const { signal } = new AbortController()
    const backend = new MockBackend(Array.from({ length: 3_000 }, () => 'ok'))
    const m = new MelleaSession({ backend, clock })
    const seen = await unhandled(async () => {
      for (let round = 0; round < 10; round++)
        await Promise.all(Array.from({ length: 300 }, () => m.instruct('x', { signal, timeout: 1000 })))
    })
    expect([seen.length, clock.pending, getEventListeners(signal, 'abort').length]).toEqual([0, 0, 0])
    expect(m.ledger.calls).toBe(3_000)
  })
})

describe('ChatContext in a session', () => {
  it('goes on from what was said elsewhere', async () => {
    const backend = new MockBackend([echo])
    const ctx = ChatContext.from([
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ])
    await new MelleaSession({ backend, ctx }).chat('c')
    expect(backend.calls[0]?.prompt).toBe('a\nb\nc')
  })
})

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    if (signal.aborted) resume()
    else signal.addEventListener('abort', () => resume(), { once: true })
  })
}
