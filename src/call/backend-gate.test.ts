import { describe, expect, it } from 'vitest'
import type { Backend } from '../core/backend.ts'
import { Gate, idle } from '../../test/manual-clock.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { gateOf } from './backend-gate.ts'
import { LazyBackend } from './lazy-backend.ts'
import { toBackendName } from './named-backend.ts'

const signal = new AbortController().signal

describe('a place at a backend', () => {
  it('is given in the order of asking, and given up by who aborts while waiting', async () => {
    const gate = gateOf(new MockBackend([], { concurrency: 1 }))
    const order: string[] = []
    const abort = new AbortController()
    const leave = (await gate.enter(signal))!
    const second = gate.enter(signal)!.then((out) => (order.push('second'), out))
    const third = gate.enter(abort.signal)
    const fourth = gate.enter(signal)!.then((out) => (order.push('fourth'), out))
    const reason = new Error('no patience')
    abort.abort(reason)
    await expect(third).rejects.toBe(reason)
    leave()
    leave()
    ;(await second)()
    ;(await fourth)()
    expect(order).toEqual(['second', 'fourth'])
  })

  it('is shared by all who share the backend', () => {
    const backend = new MockBackend()
    expect(gateOf(backend)).toBe(gateOf(backend))
  })

  it('is not given by a limit that lets nobody in', () => {
    for (const concurrency of [0, -1, Number.NaN])
      expect(() => gateOf(new MockBackend([], { concurrency }))).toThrow(
        /limits.concurrency must be at least 1/,
      )
  })
})

describe('what a backend can do', () => {
  const asked = (answer: () => Promise<ReturnType<MockBackend['capabilities']>>) => {
    const backend: Backend = new MockBackend()
    let times = 0
    Object.assign(backend, { capabilities: () => (times++, answer()) })
    return { gate: gateOf(backend), times: () => times }
  }

  it('is asked once, and again only after a failure', async () => {
    let fail = true
    const { gate, times } = asked(async () => {
      if (fail) throw new Error('down')
      return new MockBackend().capabilities()
    })
    await expect(gate.capabilities(signal)).rejects.toThrow('down')
    fail = false
    await Promise.all([gate.capabilities(signal), gate.capabilities(signal)])
    await gate.capabilities(signal)
    expect(times()).toBe(2)
  })

  it("is not spoilt for others by one caller's abort", async () => {
    const door = new Gate()
    const { gate, times } = asked(async () => {
      await door.pass()
      return new MockBackend().capabilities()
    })
    const abort = new AbortController()
    const first = gate.capabilities(abort.signal)
    const second = gate.capabilities(signal)
    abort.abort(new Error('mine'))
    await expect(first).rejects.toThrow('mine')
    door.open()
    expect((await second).tools).toBe(true)
    expect(times()).toBe(1)
  })

  it('is asked anew when the last who waited has given up on a server that never answers', async () => {
    const { gate, times } = asked(() => new Promise(() => {}))
    for (const _ of [1, 2]) {
      const abort = new AbortController()
      const answer = gate.capabilities(abort.signal)
      await idle()
      abort.abort(new Error('mine'))
      await expect(answer).rejects.toThrow('mine')
    }
    expect(times()).toBe(2)
  })
})

describe('a backend that is loaded by its first call', () => {
  const promised = (load: () => Promise<Backend>) => {
    let loads = 0
    const backend = new LazyBackend({ provider: 'later', modelId: 'm', load: () => (loads++, load()) })
    return { backend, loads: () => loads }
  }

  it('says who it will be, then who it is, and is loaded once', async () => {
    const { backend, loads } = promised(async () => new MockBackend([], { modelId: 'real' }))
    expect([backend.provider, backend.modelId, loads()]).toEqual(['later', 'm', 0])
    await Promise.all([backend.load({ signal }), backend.capabilities(signal)])
    await backend.load({ signal })
    expect([backend.provider, backend.modelId, loads()]).toEqual(['mock', 'real', 1])
  })

  it('is loaded again after a failure', async () => {
    let fail = true
    const { backend, loads } = promised(async () => {
      if (fail) throw new Error('not installed')
      return new MockBackend()
    })
    await expect(backend.load({ signal })).rejects.toThrow('not installed')
    fail = false
    await backend.load({ signal })
    expect(loads()).toBe(2)
  })

  it("goes on loading for those who stay when one caller's abort ends its wait", async () => {
    const door = new Gate()
    const { backend, loads } = promised(async () => {
      await door.pass()
      return new MockBackend()
    })
    const abort = new AbortController()
    const first = backend.load({ signal: abort.signal })
    const second = backend.load({ signal })
    abort.abort(new Error('mine'))
    await expect(first).rejects.toThrow('mine')
    door.open()
    expect((await second).provider).toBe('mock')
    expect(loads()).toBe(1)
  })
})

describe('a name from outside', () => {
  it('is one of those we have', () => {
    expect(toBackendName('openai')).toBe('openai')
    for (const name of ['nope', '', 'constructor', 'toString', '__proto__'])
      expect(() => toBackendName(name)).toThrow(/is no backend. Valid names: 'ollama'/)
    expect(() => toBackendName('watsonx')).toThrow(/no watsonx backend yet/)
  })
})
