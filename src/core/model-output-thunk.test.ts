import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { MelleaSession } from '../session/mellea-session.ts'
import { Gate, idle, unhandled } from '../../test/manual-clock.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import type { ModelOutputThunk } from './model-output-thunk.ts'

const words = 'one two three four'
const make = (script: ConstructorParameters<typeof MockBackend>[0] = [words], chunkSize = 4) => {
  const backend = new MockBackend(script, { chunkSize })
  return { backend, m: new MelleaSession({ backend, maxRetries: 0 }) }
}
const aborted = (m: MelleaSession): readonly string[] => m.ledger.rows.map((row) => row.outcome)
async function read(parts: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const part of parts) all.push(part)
  return all
}

describe('a handle that is awaited', () => {
  it('gives the output, to one and to many', async () => {
    const { m } = make([words, 'b', 'c'])
    const call = m.instruct('x')
    expect((await call).text).toBe(words)
    expect(await call).toBe(await call)
    const texts = (await Promise.all([m.instruct('x'), m.instruct('y')])).map(String)
    expect(texts.toSorted()).toEqual(['b', 'c'])
  })

  it('is unwrapped by an async function, and streams on the wire also when awaited', async () => {
    const { m, backend } = make()
    const later = async () => m.instruct('x')
    expect((await later()).text).toBe(words)
    expect(backend.calls[0]?.request.transport).toBe('stream')
  })

  it('asks for one reply under stream: false', async () => {
    const { m, backend } = make()
    await m.instruct('x', { stream: false })
    expect(backend.calls[0]?.request.transport).toBe('unary')
  })

  it('gives plain promises from then, catch and finally', async () => {
    const { m } = make(['a', 'b', 'c'])
    const all = [
      m.instruct('x').then(String),
      m.instruct('x').catch(() => 0),
      m.instruct('x').finally(() => {}),
    ]
    for (const each of all) expect(each.constructor).toBe(Promise)
    expect(await all[0]).toBe('a')
    await Promise.all(all)
  })

  it('starts two microtasks after the call, and not before', async () => {
    const { m, backend } = make()
    const call = m.instruct('x')
    expect(backend.calls).toHaveLength(0)
    await idle()
    expect(backend.calls).toHaveLength(1)
    await call
  })

  it('says of itself what it is, and is no text', async () => {
    const { m } = make()
    const call = m.instruct('x')
    expect(inspect(call)).toMatch(/ModelOutputThunk.*<pending>/s)
    const asText: unknown = call
    expect(() => 'text: ' + (asText as string)).toThrow(/write `await`/)
    await call
    expect(inspect(call)).toContain(words)
    expect('value' in call || 'text' in call).toBe(false)
    expect((await call).toString()).toBe(words)
  })

  it('gives an output that cannot be changed', async () => {
    const output = await make().m.instruct('x')
    expect(Object.isFrozen(output)).toBe(true)
    expect(() => Object.assign(output, { text: 'other' })).toThrow(TypeError)
  })
})

describe('a handle that is iterated', () => {
  it('streams, then gives what it knows', async () => {
    const { m, backend } = make()
    const call = m.instruct('x')
    expect(await read(call)).toEqual(['one ', 'two ', 'thre', 'e fo', 'ur'])
    expect((await call).usage).toMatchObject({ outputTokens: 4 })
    expect(backend.calls).toHaveLength(1)
  })

  it('streams what comes after it was held for a while', async () => {
    const gate = new Gate()
    const backend = new MockBackend([words], {
      chunkSize: 4,
      beforeChunk: (chunk) => (chunk === 'thre' ? gate.pass() : undefined),
    })
    const call = new MelleaSession({ backend }).instruct('x')
    await idle()
    const parts: string[] = []
    for await (const part of call) {
      parts.push(part)
      if (part === 'two ') gate.open()
    }
    expect(parts.slice(0, 2)).toEqual(['one ', 'two '])
    expect(parts.join('')).toBe(words)
  })

  it('gives a late reader all of it in one piece', async () => {
    const call = make().m.instruct('x')
    await call
    expect(await read(call)).toEqual([words])
    expect(await read(call)).toEqual([words])
  })

  it('gives all readers everything, whenever they come', async () => {
    const call = make().m.instruct('x')
    const [a, b, c] = await Promise.all([read(call), read(call), call.then(String)])
    expect([a.join(''), b.join(''), c]).toEqual([words, words, words])
  })

  it('begins with the text that the answer was begun with', async () => {
    const { m } = make(['and gentlemen'])
    const call = m.instruct('x', { outputPrefix: 'Ladies ' })
    expect((await read(call)).join('')).toBe('Ladies and gentlemen')
    expect((await call).text).toBe('Ladies and gentlemen')
  })

  it('keeps pairs of surrogates together, however they are cut', async () => {
    const text = 'a😀b👩‍👩‍👧c\u0000é'
    for (const size of [1, 2, 3, 7])
      expect((await read(make([text], size).m.instruct('x'))).join('')).toBe(text)
  })
})

describe('leaving a handle', () => {
  it('cancels when the only reader leaves', async () => {
    const { m } = make()
    for await (const part of m.instruct('x')) if (part === 'two ') break
    await idle()
    expect(aborted(m)).toEqual(['aborted'])
  })

  it('does not cancel when another reader stays', async () => {
    const { m } = make()
    const call = m.instruct('x')
    const first = (async () => {
      for await (const part of call) if (part === 'one ') break
    })()
    const all = read(call)
    await first
    expect((await all).join('')).toBe(words)
    expect(aborted(m)).toEqual(['ok'])
  })

  it('does not cancel while somebody awaits', async () => {
    const { m } = make()
    const call = m.instruct('x')
    const text = call.then(String)
    for await (const _ of call) break
    expect(await text).toBe(words)
  })

  it('cancels with abort(), and whoever waits gets the reason', async () => {
    const gate = new Gate()
    const backend = new MockBackend([words], { beforeChunk: () => gate.pass() })
    const m = new MelleaSession({ backend })
    const call = m.instruct('x')
    const reason = new Error('user left')
    const seen = call.then(undefined, (error: unknown) => error)
    await idle()
    call.abort(reason)
    gate.open()
    expect(await seen).toBe(reason)
    expect(backend.calls[0]?.request.signal.aborted).toBe(true)
    call.abort(new Error('too late'))
    expect(await call.catch((error: unknown) => error)).toBe(reason)
  })

  it('cancels when disposed, and nothing is unhandled', async () => {
    const { m } = make()
    const seen = await unhandled(async () => {
      const call = m.instruct('x')
      await call[Symbol.asyncDispose]()
      await idle()
    })
    expect(seen).toEqual([])
    expect(aborted(m)).toEqual([])
  })

  it('leaves a finished call as it is when disposed', async () => {
    const call = make().m.instruct('x')
    await call
    await call[Symbol.asyncDispose]()
    expect((await call).text).toBe(words)
  })
})

describe('a failure', () => {
  const failing = (): ModelOutputThunk => make([new Error('boom')]).m.instruct('x')

  it('is unhandled when nobody looks', async () => {
    const seen = await unhandled(() => void failing())
    expect(seen.map((error) => (error as Error).message)).toEqual(['boom'])
  })

  const looks: Record<string, (call: ReturnType<typeof failing>) => Promise<unknown>> = {
    await: async (call) => call,
    iterating: read,
    events: async (call) => {
      for await (const _ of call.events);
    },
    partials: async (call) => {
      for await (const _ of call.partials);
    },
    sampling: (call) => call.sampling(),
    orBest: (call) => call.orBest(),
  }
  for (const [name, look] of Object.entries(looks))
    it(`is seen by ${name}, and by nobody else`, async () => {
      const seen = await unhandled(() => expect(look(failing())).rejects.toThrow('boom'))
      expect(seen).toEqual([])
    })

  it('of a generative call is not reported a second time', async () => {
    const { generative } = await import('../session/generative.ts')
    const f = generative`Say ${'what'}.`
    const { m } = make([new Error('boom'), new Error('boom')])
    const seen = await unhandled(async () => {
      await expect(f(m, { what: 'x' })).rejects.toThrow('boom')
      await expect(f(m, { what: 'x' }).output()).rejects.toThrow('boom')
    })
    expect(seen).toEqual([])
  })

  it('is the same for every reader, also for late ones', async () => {
    const call = failing()
    const error = await call.catch((caught: unknown) => caught)
    await expect(read(call)).rejects.toBe(error)
    await expect(call.orBest()).rejects.toBe(error)
  })

  it('of a part is seen by the call that waits for it, also while that waits in a queue', async () => {
    const gate = new Gate()
    const slow = new MelleaSession({
      backend: new MockBackend(['a', 'b'], { beforeChunk: () => gate.pass() }),
      contextType: 'chat',
    })
    const seen = await unhandled(async () => {
      const part = failing()
      const first = slow.chat('first')
      const second = slow.instruct('use {{part}}', { userVariables: { part } })
      await idle()
      gate.open()
      await first
      await expect(second).rejects.toThrow('boom')
    })
    expect(seen).toEqual([])
  })
})

describe('a diamond of handles', () => {
  it('runs its two middle ones at the same time', async () => {
    const gate = new Gate()
    let inside = 0
    const middle = async ({ prompt }: { prompt: string }) => {
      inside += 1
      if (inside === 2) gate.open()
      // each waits for the other: one after the other would never end
      await gate.pass()
      return `<${prompt}>`
    }
    const { m } = make(['a', middle, middle, ({ prompt }) => prompt])
    const a = m.instruct('start')
    const b = m.instruct('b {{a}}', { userVariables: { a } })
    const c = m.instruct('c {{a}}', { userVariables: { a } })
    expect((await m.instruct('{{b}}{{c}}', { userVariables: { b, c } })).text).toBe('<b a><c a>')
  })
})
