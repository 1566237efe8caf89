import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloudFailures } from '../../test/failure-payloads/cloud-failures-table.ts'
import { backendAt, KEY } from '../../test/failure-payloads/backend-at.ts'
import { BEGUN, failingReply } from '../../test/failure-payloads/failing-reply.ts'
import type { FailureGroup, FailurePayload } from '../../test/failure-payloads/failure-payload.ts'
import { gatewayFailures } from '../../test/failure-payloads/gateway-failures-table.ts'
import { openaiFailures } from '../../test/failure-payloads/openai-failures-table.ts'
import { providerFailures } from '../../test/failure-payloads/provider-failures-table.ts'
import { serverFailures } from '../../test/failure-payloads/server-failures-table.ts'
import { leaksOf, shownForms } from '../../test/secret-traces.ts'
import { BackendError } from '../core/backend-error.ts'
import type { Clock } from '../core/clock.ts'
import type { MelleaErrorCode } from '../core/errors.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeServer, type FakeAnswer, type FakeServer } from '../testing/fake-server.ts'

const groups: readonly FailureGroup[] = [
  ...openaiFailures,
  ...cloudFailures,
  ...serverFailures,
  ...providerFailures,
  ...gatewayFailures,
]

/** Waits between retries are over at once; limits of silence never are. */
const impatient: Clock = {
  now: () => 0,
  after(ms, call) {
    if (ms > 60_000) return () => {}
    const timer = setImmediate(call)
    return () => clearImmediate(timer)
  },
}

/** What a message has to say of what to do. */
const remedies: { readonly [code in MelleaErrorCode]?: RegExp } = {
  unauthorized: /check |pass `apiKey`|password/,
  'model-not-found': /not served (here|in)|ollama pull|pull: true/,
  'context-overflow': /shorten the prompt/,
  'content-filtered': /other words/,
  'quota-exhausted': /billing/,
  'rate-limited': /wait.* `?concurrency|fewer calls|make it smaller/,
  overloaded: /try again later/,
  timeout: /took too long/,
  'bad-request': /MELLEA_LOG=debug|check `baseURL`/,
  unreachable: /does not get through/,
}

describe.each(groups)('$who', ({ who, through, failures, source }) => {
  let server: FakeServer
  let answer: FakeAnswer = { frames: [] }
  beforeAll(async () => {
    server = await startFakeServer(() => answer)
  })
  afterAll(() => server.close())

  async function fail(failure: FailurePayload, stream: boolean): Promise<BackendError & { asked: number }> {
    answer = failingReply(failure, through, KEY)
    const before = server.requests.length
    const backend = backendAt(through, server.url)
    const m = new MelleaSession({ backend, clock: impatient, maxRetries: 1, random: () => 0 })
    const error: unknown = await m.instruct('Hi.', { stream }).catch((reason: unknown) => reason)
    if (!(error instanceof BackendError)) throw new Error(`${who} gave no error`, { cause: error })
    return Object.assign(error, { asked: server.requests.length - before })
  }

  it.each(failures)('$what: $means', async (failure) => {
    const { place, status, means, again, waitMs } = failure
    expect(failure.source ?? source).toMatch(/^https:\/\//)
    // text that somebody may have read is not said again, and no longer wait than a minute is sat out
    const retried = again && place !== 'begun' && (waitMs ?? 0) <= 60_000
    for (const stream of place === 'begun' ? [true] : [true, false]) {
      const error = await fail(failure, stream)
      expect({ code: error.code, retryable: error.retryable, waitMs: error.retryAfterMs }).toEqual({
        code: means,
        retryable: again,
        waitMs,
      })
      expect([error.status, undefined]).toContain(status === 200 ? undefined : status)
      expect(error.asked).toBe(retried ? 2 : 1)
      expect(error.text).toBe(place === 'begun' ? BEGUN : error.text)
      expect(error.message).toMatch(remedies[means] ?? /$^/)
      expect(error.message.startsWith(`${error.provider}: `)).toBe(true)
      expect(leaksOf(KEY, shownForms(error))).toEqual([])
      expect(holds(error.raw, failure)).toBe(true)
    }
  })
})

/** Whether it is all that the server said, with the key masked. */
function holds(raw: unknown, { body, place, status, event }: FailurePayload): boolean {
  if (typeof body === 'string') {
    const said = event === 'error' ? String(Reflect.get(Object(raw), 'error')) : String(raw)
    return said.startsWith(body === '"just words"' ? 'just words' : body)
  }
  const masked: unknown = JSON.parse(JSON.stringify(body).replaceAll('{{key}}', '***'))
  const all: readonly unknown[] = Array.isArray(masked) ? masked : [masked]
  const echo = place === 'begun' ? {} : { echo: '***' }
  const told = all.map((each) => ({ ...Object(withoutFrame(each)), ...echo }))
  // of a reply with status 200 the reader has taken it out of its list
  const isList = Array.isArray(masked) && status !== 200
  const bare = place === 'begun' ? withoutEcho(raw) : raw
  return isDeepStrictEqual(bare, isList ? told : told[0])
}

function withoutFrame(event: unknown): unknown {
  const { type, response } = Object(event) as { readonly type?: unknown; readonly response?: unknown }
  return type === 'response.failed' ? response : event
}

function withoutEcho(raw: unknown): unknown {
  const { echo: _, error, ...rest } = Object(raw) as { readonly echo?: unknown; readonly error?: unknown }
  return { ...rest, ...(error !== undefined && { error }) }
}

it('has at least a hundred failures, none twice, and asks no refused request again', () => {
  const all = groups.flatMap(({ who, failures }) => failures.map(({ what }) => `${who}: ${what}`))
  expect(all.length).toBeGreaterThanOrEqual(100)
  expect(new Set(all).size).toBe(all.length)
  const refused = groups.flatMap(({ failures }) => failures.filter(({ status }) => status === 400))
  expect(refused.filter(({ again }) => again)).toEqual([])
})
