import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { BackendError } from '../core/backend-error.ts'
import type { Backend, BackendEvent, GenerateRequest } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import type { ModelOutput } from '../core/model-output.ts'
import { textOf } from '../core/message.ts'
import type { Requirement } from '../core/requirement.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import { multiTurn } from './multi-turn.ts'
import { rejectionSampling } from './rejection-sampling.ts'
import { repairTemplate } from './repair-template.ts'

type Random = () => number

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
const pick = <E>(random: Random, from: readonly E[]): E => from[Math.floor(random() * from.length)] as E

const Answer = z.object({ n: z.int() })
type Answer = z.infer<typeof Answer>

/** What a judge says is settled by the number it judges; so that the test knows without asking. */
const verdictOn = (n: number): string => ['yes', 'Yes, indeed.', 'no, it is odd', 'perhaps'][n % 4] ?? ''

interface Rule {
  readonly requirement: Requirement<Answer>
  readonly holds: (n: number) => boolean
}

const rules: readonly Rule[] = [
  {
    requirement: { description: 'even', validate: ({ n }) => n % 2 === 0 || 'odd' },
    holds: (n) => n % 2 === 0,
  },
  {
    requirement: {
      description: 'small',
      cost: 'async',
      validate: async ({ n }) => [n < 60, 'too big'] as const,
    },
    holds: (n) => n < 60,
  },
  {
    requirement: {
      description: 'not by seven',
      validate({ n }) {
        if (n % 7 === 0) throw new Error('seven!')
        return { status: 'pass' }
      },
    },
    holds: (n) => n % 7 !== 0,
  },
  {
    // forgets to say anything now and then
    requirement: {
      description: 'not by five',
      validate: (({ n }: Answer) => (n % 5 === 0 ? undefined : true)) as never,
    },
    holds: (n) => n % 5 !== 0,
  },
  { requirement: { description: 'judged' }, holds: (n) => n % 4 < 2 },
  {
    requirement: {
      description: 'no nines',
      watch: () => ({ chunk: (_chunk, soFar) => !soFar.includes('9') || 'a nine' }),
    },
    holds: (n) => !String(n).includes('9'),
  },
]

/** Says what chance has it say, and counts for itself. */
class ChanceBackend implements Backend {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'chance'
  readonly modelId = 'dice'
  readonly #random: Random
  readonly failures = new Set<unknown>()
  calls = 0
  tokens = 0

  constructor(random: Random) {
    this.#random = random
  }

  capabilities() {
    const all = {
      schema: true,
      tools: true,
      thinking: true,
      logprobs: true,
      images: true,
      prefill: true,
      candidates: false,
    }
    return { ...all, adapters: [] }
  }

  async *generate({ messages, signal }: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
    this.calls += 1
    const prompt = messages.map(textOf).join('\n')
    const fate = this.#random()
    if (fate < 0.06) throw this.#failure(fate < 0.04)
    const said: string[] = []
    yield { type: 'start', receipt: { schema: 'none' }, warnings: [] }
    for (const piece of pieces(this.#answer(prompt))) {
      if (this.#random() < 0.3) await new Promise((resume) => setImmediate(resume))
      if (fate > 0.98) await until(signal)
      if (signal.aborted) break
      said.push(piece)
      yield { type: 'text', text: piece }
    }
    if (fate > 0.06 && fate < 0.08) {
      const sent = messages.reduce((sum, message) => sum + textOf(message).length, 0)
      this.tokens += Math.ceil(sent / 4) + Math.ceil(said.join('').length / 4)
      throw this.#failure(true)
    }
    const usage = { inputTokens: prompt.length % 13, outputTokens: said.length }
    this.tokens += usage.inputTokens + usage.outputTokens
    yield { type: 'finish', reason: signal.aborted ? 'aborted' : 'stop', usage }
  }

  #failure(retryable: boolean): BackendError {
    const error = new BackendError('no', { provider: 'chance', code: 'overloaded', retryable })
    this.failures.add(error)
    return error
  }

  #answer(prompt: string): string {
    const judged = /<output>\n\{"n":(\d+)\}\n<\/output>/.exec(prompt)
    if (judged) return verdictOn(Number(judged[1]))
    const n = Math.floor(this.#random() * 100)
    return pick(this.#random, [
      `{"n":${n}}`,
      `{"n":${n}}`,
      `{"n":${n}}`,
      `{"n":"${n}"}`,
      `{"n":${n}`,
      'I would rather not.',
    ])
  }
}

function pieces(text: string): readonly string[] {
  return text.match(/.{1,4}/gs) ?? []
}

/** A model that hangs until it is stopped. */
function until(signal: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    if (signal.aborted) resume()
    else signal.addEventListener('abort', () => resume(), { once: true })
  })
}

/** Several at once; the first that passes. */
const atOnce: SamplingStrategy = {
  name: 'at-once',
  async sample(run) {
    for await (const draft of run.drafts(3)) {
      const attempt = await run.check(draft)
      if (attempt.ok) return attempt
    }
    return undefined
  },
}

async function oneRun(seed: number): Promise<string> {
  const random = seeded(seed)
  const backend = new ChanceBackend(random)
  const clock = new ManualClock()
  const m = new MelleaSession({ backend, clock, random, contextType: pick(random, ['simple', 'chat']) })
  const chosen = rules.filter(() => random() < 0.4)
  const abort = new AbortController()
  const reason = { why: 'the user left' }
  const onFailure = pick(random, ['throw', 'best'] as const)
  const call = m.instruct('Give a number.', {
    format: Answer,
    requirements: chosen.map(({ requirement }) => requirement),
    strategy: pick(random, [undefined, null, rejectionSampling(), repairTemplate(), multiTurn(), atOnce]),
    validateAll: random() < 0.2,
    maxRetries: pick(random, [0, 1, 2]),
    timeout: pick(random, [undefined, 1_000, { firstChunk: 50, chunk: 50 }, { total: 400, chunk: 100 }]),
    onFailure,
    signal: abort.signal,
  })
  const abortAt = random() < 0.15 ? Math.floor(random() * 12) : -1
  const outcome = await settledWithin(call, clock, (turn) => turn === abortAt && abort.abort(reason))
  checkBooks(m, backend, clock, abort.signal)
  if ('error' in outcome) return checkError(outcome.error, abort.signal, reason, backend)
  const passed = checkOutput(outcome.output, chosen)
  if (!passed) assert.equal(onFailure, 'best')
  return passed ? 'passed' : 'best'
}

type Outcome = { readonly output: ModelOutput<Answer> } | { readonly error: unknown }

async function settledWithin(
  call: Promise<ModelOutput<Answer>>,
  clock: ManualClock,
  eachTurn: (turn: number) => unknown,
): Promise<Outcome> {
  let outcome: Outcome | undefined
  void call.then(
    (output) => (outcome = { output }),
    (error: unknown) => (outcome = { error }),
  )
  for (let turn = 0; turn < 500; turn++) {
    eachTurn(turn)
    await new Promise((resume) => setImmediate(resume))
    if (outcome) return outcome
    // nothing moves by itself any more: time does
    if (turn % 10 === 9) await clock.advance(clock.waits[0] ?? 0)
  }
  throw new Error('The call hangs.')
}

/** An oracle of its own: reads and judges the text without the library. */
function checkOutput(
  { text, value, ok, validations }: ModelOutput<Answer>,
  chosen: readonly Rule[],
): boolean {
  const parsed: unknown = JSON.parse(text)
  assert.deepEqual(value, parsed)
  assert(Number.isInteger(value.n))
  assert.equal(
    ok,
    chosen.every(({ holds }) => holds(value.n)),
  )
  const names = validations.map(({ name }) => name)
  if (ok)
    assert.deepEqual(
      names,
      chosen.map(({ requirement }) => requirement.description),
    )
  return ok
}

function checkError(error: unknown, signal: AbortSignal, reason: unknown, backend: ChanceBackend): string {
  if (error === reason) return signal.aborted ? 'aborted' : 'aborted by nobody'
  if (backend.failures.has(error)) return 'backend failed'
  assert(
    MelleaError.isInstance(error) &&
      ['timeout', 'requirements-not-met', 'judge-undetermined'].includes(error.code),
  )
  return error.code
}

function checkBooks(m: MelleaSession, backend: ChanceBackend, clock: ManualClock, signal: AbortSignal): void {
  const { calls, totalTokens, rows } = m.ledger
  assert.deepEqual([calls, rows.length, totalTokens], [backend.calls, backend.calls, backend.tokens])
  assert.equal(clock.pending, 0)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
}

function named(seed: number): Promise<string> {
  return oneRun(seed).catch((cause: unknown) => {
    throw new Error(`seed ${seed}`, { cause })
  })
}

// what is loaded when it is first needed takes real time, of which the runs know nothing
beforeAll(() =>
  Promise.all([
    import('./fan-out.ts'),
    import('./generate-several.ts'),
    import('./put-question.ts'),
    import('./rewinding.ts'),
    import('./vary-request.ts'),
    import('../call/audit-reply.ts'),
    import('../core/validate-json.ts'),
    import('../requirements/judge-batch.ts'),
    import('../requirements/judge-text.ts'),
    import('../requirements/time-limit.ts'),
    import('../requirements/verdict-memory.ts'),
  ]),
)

it('in 10,000 runs of chance nothing passes that does not hold, and the books are right to the token', async () => {
  // loaded now, so that no run waits for a file while its turns are counted
  await Promise.all([
    import('./fan-out.ts'),
    import('./vary-request.ts'),
    import('../core/decode-with-schema.ts'),
  ])
  const seen = new Map<string, number>()
  for (let seed = 1; seed <= 10_000; seed += 20) {
    const seeds = Array.from({ length: 20 }, (_, index) => seed + index)
    for (const what of await Promise.all(seeds.map(named))) seen.set(what, (seen.get(what) ?? 0) + 1)
  }
  // every kind of end was really met
  for (const what of [
    'passed',
    'best',
    'aborted',
    'backend failed',
    'timeout',
    'requirements-not-met',
    'judge-undetermined',
  ])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(20)
}, 180_000)
