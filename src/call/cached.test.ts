import { describe, expect, it } from 'vitest'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { cached } from './cached.ts'

describe('a cache', () => {
  it('answers what it has seen without the model, on nobody’s account', async () => {
    const store = new Map<string, string>()
    const backend = new MockBackend(['first', 'second', 'third'])
    const m = new MelleaSession({ backend, middleware: [cached(store)] })
    expect((await m.instruct('a')).text).toBe('first')
    const again = await m.instruct('a')
    expect([again.text, again.receipt['cached'], again.ledger.calls]).toEqual(['first', true, 0])
    expect((await m.instruct('b')).text).toBe('second')
    expect((await m.instruct('a', { modelOptions: { temperature: 1 } })).text).toBe('third')
    expect(backend.calls).toHaveLength(3)
  })

  it('works across processes: all it keeps is text', async () => {
    const store = new Map<string, string>()
    await new MelleaSession({ backend: new MockBackend(['kept']), middleware: [cached(store)] }).instruct('a')
    const [[key, value] = []] = store
    expect([key?.length, typeof value]).toEqual([64, 'string'])
    const later = new MelleaSession({ backend: new MockBackend([]), middleware: [cached(new Map(store))] })
    expect((await later.instruct('a')).text).toBe('kept')
  })

  it('may be a database, which answers by promise, and null for what it has not', async () => {
    const rows = new Map<string, string>()
    const store = {
      get: async (key: string) => rows.get(key) ?? null,
      set: async (key: string, value: string) => void rows.set(key, value),
    }
    const m = new MelleaSession({ backend: new MockBackend(['once']), middleware: [cached(store)] })
    expect([(await m.instruct('a')).text, (await m.instruct('a')).text]).toEqual(['once', 'once'])
  })

  it('keeps nothing of a call that failed or was aborted', async () => {
    const store = new Map<string, string>()
    const abort = new AbortController()
    const backend = new MockBackend([new Error('503'), 'a long answer'], {
      beforeChunk: () => abort.abort(new Error('enough')),
    })
    const m = new MelleaSession({ backend, middleware: [cached(store)] })
    await expect(m.instruct('a')).rejects.toThrow('503')
    await expect(m.instruct('a', { signal: abort.signal })).rejects.toThrow('enough')
    expect(store.size).toBe(0)
  })
})
