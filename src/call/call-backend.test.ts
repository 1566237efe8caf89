import { describe, expect, it } from 'vitest'
import { BackendError } from '../core/backend-error.ts'
import type { Backend, BackendEvent, GenerateRequest, Middleware } from '../core/backend.ts'
import { textMessage } from '../core/message.ts'
import { Ledger } from '../core/ledger.ts'
import { ManualClock, idle, unhandled } from '../../test/manual-clock.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { callBackend } from './call-backend.ts'
import { toTimeout, type CallSettings } from './call-settings.ts'
import { retryWait } from './retry-policy.ts'

const start: BackendEvent = { type: 'start', receipt: { schema: 'none' }, warnings: [] }
const text = (said: string): BackendEvent => ({ type: 'text', text: said })
const end: BackendEvent = { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 2 } }
const busy = (more: object = {}) =>
  new BackendError('busy', { provider: 'mock', code: 'overloaded', retryable: true, ...more })

function setup(settings: Partial<CallSettings> = {}) {
  const clock = new ManualClock()
  const ledger = new Ledger()
  const abort = new AbortController()
  const request: GenerateRequest = {
    messages: [textMessage('user', 'hi')],
    options: {},
    transport: 'stream',
    signal: abort.signal,
  }
  const all: CallSettings = {
    clock,
    random: () => 0,
    maxRetries: 2,
    timeout: toTimeout(undefined),
    middleware: [],
    ...settings,
  }
  const call = async (backend: Backend): Promise<string> => {
    let said = ''
    const account = { ledger, purpose: 'draft', attempt: 1 } as const
    const scope = new CancelScope(abort.signal)
    await callBackend({ backend, request, account, settings: all, scope }, (event) => {
      if (event.type === 'text') said += event.text
      return true
    })
    return said
  }
  return { clock, ledger, abort, call }
}

/** A backend whose calls do these things, one after the other. */
function scripted(
  ...does: readonly ((request: GenerateRequest) => AsyncIterable<BackendEvent>)[]
): Backend & { calls: number } {
  const capabilities = new MockBackend().capabilities()
  return {
    spec: 'mellea-backend/1',
    provider: 'mock',
    modelId: 'm',
    calls: 0,
    capabilities: () => capabilities,
    generate(request) {
      return (does[this.calls++] ?? does.at(-1)!)(request)
    },
  }
}
const says = (...events: readonly BackendEvent[]) =>
  async function* (): AsyncGenerator<BackendEvent> {
    yield* events
  }
const fails = (error: unknown, ...first: readonly BackendEvent[]) =>
  async function* (): AsyncGenerator<BackendEvent> {
    yield* first
    throw error
  }
/** Says something, then nothing until it is stopped. */
const hangs = (...first: readonly BackendEvent[]) =>
  async function* ({ signal }: GenerateRequest): AsyncGenerator<BackendEvent> {
    yield* first
    await new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }))
    yield { type: 'finish', reason: 'aborted', usage: { inputTokens: 5, outputTokens: 1 } }
  }

describe('retries', () => {
  it('happen before the first event, and are rows of their own', async () => {
    const { call, clock, ledger } = setup()
    const said = call(scripted(fails(busy()), fails(busy()), says(start, text('ok'), end)))
    await clock.advance(499)
    expect(ledger.totals().calls).toBe(1)
    await clock.advance(1)
    expect(ledger.totals().calls).toBe(2)
    await clock.advance(1_000)
    expect(await said).toBe('ok')
    expect(ledger.totals().rows.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'overloaded'],
      ['failed', 'overloaded'],
      ['ok', undefined],
    ])
  })

  it('do not happen after an event was seen', async () => {
    const { call, ledger } = setup()
    await expect(call(scripted(fails(busy(), start), says(start, end)))).rejects.toThrow('busy')
    expect(ledger.totals().calls).toBe(1)
  })

  it('end with the last error when there have been enough', async () => {
    const { call, clock, ledger } = setup({ maxRetries: 1 })
    const seen = call(scripted(fails(busy()))).catch((error: Error) => error.message)
    await clock.advance(60_000)
    expect(await seen).toBe('mock: busy')
    expect(ledger.totals().calls).toBe(2)
  })

  it('never follow an error that would come again', async () => {
    const { call, ledger } = setup()
    for (const error of [busy({ retryable: false }), new TypeError('bug')])
      await expect(call(scripted(fails(error)))).rejects.toBe(error)
    expect(ledger.totals().calls).toBe(2)
  })

  it("take the server's word for the wait, within a minute", async () => {
    const { call, clock, ledger } = setup()
    const said = call(scripted(fails(busy({ retryAfterMs: 30_000 })), says(start, text('ok'), end)))
    await clock.advance(29_999)
    expect(ledger.totals().calls).toBe(1)
    await clock.advance(1)
    expect(await said).toBe('ok')
    await expect(call(scripted(fails(busy({ retryAfterMs: 60_001 }))))).rejects.toThrow('busy')
  })

  it('back off within bounds, whatever chance says', () => {
    for (const random of [0, 0.5, 0.999_999]) {
      const waits = [1, 2, 3, 5, 20].map((retry) => retryWait(busy(), retry, () => random) ?? -1)
      expect(waits.every((ms, index) => ms <= [500, 1000, 2000, 8000, 8000][index]! && ms >= 375)).toBe(true)
    }
    expect(retryWait(busy({ retryAfterMs: 0 }), 1, () => 0)).toBe(0)
    expect(retryWait(busy({ retryAfterMs: Number.NaN }), 1, () => 0)).toBeUndefined()
  })

  it('are not waited for once the call is aborted', async () => {
    const { call, clock, abort } = setup()
    const reason = new Error('enough')
    const seen = call(scripted(fails(busy()))).catch((error: unknown) => error)
    await idle()
    expect(clock.pending).toBe(1)
    abort.abort(reason)
    expect(await seen).toBe(reason)
    expect(clock.pending).toBe(0)
  })
})

describe('silence', () => {
  it('before the first word ends the call, which may be retried', async () => {
    const { call, clock, ledger } = setup({ timeout: toTimeout({ firstChunk: 100 }) })
    const said = call(scripted(hangs(), says(start, text('ok'), end)))
    await clock.advance(100)
    await clock.advance(500)
    expect(await said).toBe('ok')
    expect(ledger.totals().rows[0]).toMatchObject({
      outcome: 'failed',
      code: 'timeout',
      usage: { totalTokens: 6 },
    })
  })

  it('is not broken by an event that says nothing', async () => {
    const { call, clock } = setup({ timeout: toTimeout({ firstChunk: 100, chunk: 10 }) })
    const seen = call(scripted(hangs(start))).catch((error: unknown) => error)
    await clock.advance(99)
    await clock.advance(1)
    expect(await seen).toMatchObject({ code: 'timeout', message: expect.stringContaining('firstChunk') })
  })

  it('between two words ends the call for good', async () => {
    const { call, clock, ledger } = setup({ timeout: toTimeout({ chunk: 10 }) })
    const seen = call(scripted(hangs(start, text('one')))).catch((error: unknown) => error)
    await clock.advance(10)
    expect(await seen).toMatchObject({
      code: 'timeout',
      retryable: false,
      message: expect.stringContaining('chunk'),
    })
    expect(ledger.totals().rows).toMatchObject([{ outcome: 'failed', code: 'timeout' }])
    expect(clock.pending).toBe(0)
  })

  it('of an aborted backend is not waited for for ever', async () => {
    const deaf = async function* (): AsyncGenerator<BackendEvent> {
      yield start
      await new Promise(() => {})
    }
    const { call, clock, abort, ledger } = setup()
    const seen = call(scripted(deaf))
    await idle()
    abort.abort()
    await clock.advance(2_000)
    expect(await seen).toBe('')
    expect(ledger.totals().rows).toMatchObject([{ outcome: 'aborted' }])
    expect(clock.pending).toBe(0)
  })
})

describe('the books', () => {
  it('have a row for what failed, was aborted, and went well, with estimates where nobody counted', async () => {
    const { call, ledger } = setup({ maxRetries: 0 })
    await call(scripted(says(start, text('12345678'), { type: 'finish', reason: 'stop' })))
    await expect(call(scripted(fails(new Error('no'), start, text('1234'))))).rejects.toThrow('no')
    await expect(call(scripted(fails(new Error('no'))))).rejects.toThrow('no')
    const estimate = { inputTokens: 1, outputTokens: 2, totalTokens: 3, estimated: true }
    expect(ledger.totals().rows.map(({ usage }) => usage)).toEqual([
      estimate,
      { ...estimate, outputTokens: 1, totalTokens: 2 },
      { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    ])
  })

  it('have a row for a backend that throws at once', async () => {
    const { call, ledger } = setup()
    const throwing = scripted(() => {
      throw new TypeError('at once')
    })
    await expect(call(throwing)).rejects.toThrow('at once')
    expect(ledger.totals().rows).toMatchObject([{ outcome: 'failed' }])
  })

  it('have no row for a call that was aborted before it began', async () => {
    const { call, ledger, abort } = setup()
    abort.abort()
    const backend = scripted(says(start, end))
    await expect(call(backend)).rejects.toMatchObject({ name: 'AbortError' })
    expect([ledger.totals().calls, backend.calls]).toEqual([0, 0])
  })

  it('leave nothing unhandled when the backend fails while nobody reads any more', async () => {
    const seen = await unhandled(async () => {
      const { abort, call, clock } = setup()
      const late = async function* (): AsyncGenerator<BackendEvent> {
        yield start
        await idle()
        throw new Error('late')
      }
      const over = call(scripted(late)).catch(() => {})
      abort.abort()
      await clock.advance(2_000)
      await over
      await idle()
    })
    expect(seen).toEqual([])
  })
})

describe('middleware', () => {
  it('stands around every physical call, the first one outermost', async () => {
    const order: string[] = []
    const named = (name: string): Middleware =>
      async function* (request, next) {
        order.push(`> ${name}`)
        yield* next(request)
        order.push(`< ${name}`)
      }
    const { call } = setup({ middleware: [named('a'), named('b')] })
    await call(scripted(says(start, end)))
    expect(order).toEqual(['> a', '> b', '< b', '< a'])
  })

  it('may fall back to another backend', async () => {
    const second = scripted(says(start, text('second'), end))
    const fallback: Middleware = async function* (request, next) {
      try {
        yield* next(request)
      } catch {
        yield* second.generate(request)
      }
    }
    const { call } = setup({ middleware: [fallback] })
    expect(await call(scripted(fails(new Error('first is down'))))).toBe('second')
  })

  it('that throws at once is a failure like any other', async () => {
    const broken: Middleware = () => {
      throw new Error('broken')
    }
    await expect(setup({ middleware: [broken] }).call(scripted(says(start, end)))).rejects.toThrow('broken')
  })
})
