import { beforeAll, describe, expect, it } from 'vitest'
import type { CheckSettings } from '../core/judge-options.ts'
import type { CheckRequest, Requirement, ValidationResult } from '../core/requirement.ts'
import { judgedRequest } from '../../test/judged-request.ts'
import { idle, ManualClock, unhandled } from '../../test/manual-clock.ts'
import { checkRequirements } from './check-requirements.ts'
import { allOf } from './combine.ts'
import { recall, type VerdictMemory } from './verdict-memory.ts'

const clock = (): ManualClock => new ManualClock()
const wait = (time: ManualClock, ms: number): Promise<void> => new Promise((resume) => time.after(ms, resume))

/** A request whose judge takes so long for each question. */
function slowRequest(time: ManualClock, judgeMs: number, settings: Partial<CheckSettings> = {}) {
  const request = judgedRequest('x', ...Array.from({ length: 20 }, () => 'yes'))
  const ask: CheckRequest['ask'] = async (question, options) => {
    await Promise.race([
      wait(time, judgeMs),
      new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error))
      }),
    ])
    return request.ask(question)
  }
  return { ...request, ask, '~settings': { clock: time, ...settings } }
}

const taking = (time: ManualClock, ms: number, cost: 'async' | 'judge' = 'async'): Requirement<string> => ({
  description: `takes ${ms}`,
  cost,
  validate: async () => (await wait(time, ms), true),
})

/** How long it takes, by the clock, and what comes of it. */
async function timed(time: ManualClock, work: Promise<readonly { readonly result: ValidationResult }[]>) {
  const state = { done: false }
  const ended = work.then((all) => {
    state.done = true
    return all.map(({ result }) => result)
  })
  for (let turn = 0; turn < 100; turn++) {
    await idle()
    if (state.done) break
    await time.advance(time.waits[0] ?? 0)
  }
  return { ms: time.now(), results: await ended }
}

// what is loaded when it is needed takes time that no clock of ours knows
beforeAll(
  async () =>
    void (await Promise.all([
      import('./judge-text.ts'),
      import('./time-limit.ts'),
      import('./verdict-memory.ts'),
    ])),
)

describe('checks of one class', () => {
  it('run at once: the time is that of the longest, class by class', async () => {
    const time = clock()
    const requirements = [
      taking(time, 100),
      taking(time, 300),
      { description: 'judged' },
      taking(time, 200),
      { description: 'judged, too' },
    ]
    const { ms, results } = await timed(
      time,
      checkRequirements({ requirements, request: slowRequest(time, 1000) }),
    )
    expect(results.every(({ status }) => status === 'pass')).toBe(true)
    expect(ms).toBe(300 + 1000)
  })
})

describe('a time limit', () => {
  it('makes a failure of a validator that hangs, names itself, and aborts its signal', async () => {
    const time = clock()
    let aborted: unknown
    const hangs: Requirement<string> = {
      description: 'hangs',
      timeout: 50,
      validate: (_value, { signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (aborted = signal.reason))),
    }
    const plan = { requirements: [hangs, taking(time, 20)], request: slowRequest(time, 0), validateAll: true }
    const { ms, results } = await timed(time, checkRequirements(plan))
    expect(results).toEqual([
      { status: 'fail', reason: 'The validator of "hangs" took longer than 50 ms.' },
      { status: 'pass' },
    ])
    expect(ms).toBe(70)
    expect(aborted).toMatchObject({ name: 'TimeoutError' })
    expect(time.pending).toBe(0)
  })

  it('of the session holds for code, not for judges, unless the requirement has its own', async () => {
    const time = clock()
    const requirements: Requirement<string>[] = [
      taking(time, 40),
      { ...taking(time, 80), timeout: 100 },
      taking(time, 90, 'judge'),
      { description: 'judged' },
    ]
    const request = slowRequest(time, 500, { validatorMs: 50 })
    const { results } = await timed(time, checkRequirements({ requirements, request }))
    expect(results.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass'])
    const late = await timed(time, checkRequirements({ requirements: [taking(time, 60)], request }))
    expect(late.results).toEqual([
      { status: 'fail', reason: 'The validator of "takes 60" took longer than 50 ms.' },
    ])
  })

  it('leaves a judge without a verdict, and stops its question', async () => {
    const time = clock()
    const requirements: Requirement<string>[] = [{ description: 'judged', timeout: 100 }]
    const { ms, results } = await timed(
      time,
      checkRequirements({ requirements, request: slowRequest(time, 500) }),
    )
    expect(results).toEqual([{ status: 'unknown', reason: 'The judge of "judged" took longer than 100 ms.' }])
    expect(ms).toBe(100)
  })

  it('holds for parts of a combination, and for questions of a validator', async () => {
    const time = clock()
    const asks: Requirement<string> = {
      description: 'asks',
      timeout: 30,
      validate: async (_value, { ask }) => {
        await ask({ kind: 'question', render: () => 'Well?' })
        return true
      },
    }
    const requirements = [allOf<string>(asks)]
    const { results } = await timed(
      time,
      checkRequirements({ requirements, request: slowRequest(time, 500) }),
    )
    expect(results).toEqual([{ status: 'fail', reason: 'The validator of "asks" took longer than 30 ms.' }])
  })

  it('gives way to an abort of the call, and lets nothing go unhandled', async () => {
    const time = clock()
    const stop = new AbortController()
    const request = { ...slowRequest(time, 0), signal: stop.signal }
    const late: Requirement<string> = {
      description: 'late',
      timeout: 50,
      validate: async () => {
        await wait(time, 80)
        throw new Error('too late to be heard')
      },
    }
    const seen = await unhandled(async () => {
      const work = checkRequirements({ requirements: [late], request })
      await time.advance(20)
      stop.abort(new Error('stop'))
      await expect(work).rejects.toThrow('stop')
      const again = checkRequirements({ requirements: [late], request: slowRequest(time, 0) })
      await time.advance(500)
      expect((await again)[0]?.result.status).toBe('fail')
    })
    expect(seen).toEqual([])
    expect(time.pending).toBe(0)
  })
})

describe('a text that was there before', () => {
  it('is not judged again, nor looked at by dear checks; code runs again, and so does what came to no verdict', async () => {
    const memory: VerdictMemory = new Map()
    const runs = { code: 0, async: 0 }
    const requirements: Requirement<string>[] = [
      { description: 'code', validate: () => ((runs.code += 1), true) },
      { description: 'async', cost: 'async', validate: async () => ((runs.async += 1), true) },
      { description: 'judged' },
      { description: 'unsure' },
    ]
    const check = async (text: string, ...replies: string[]): Promise<number> => {
      const request = judgedRequest(text, ...replies)
      await checkRequirements({ requirements, request, memory })
      return request.asked.length
    }
    // 'unsure' is asked twice whenever it gives no verdict
    expect(await check('one', 'yes', 'hm', 'hm')).toBe(3)
    expect(await check('one', 'hm', 'hm')).toBe(2)
    expect(await check('two', 'yes', 'no')).toBe(2)
    expect(await check('two')).toBe(0)
    expect(runs).toEqual({ code: 4, async: 2 })
  })

  it('is not remembered when it could not be judged', async () => {
    const memory: VerdictMemory = new Map()
    let tries = 0
    const look = async (): Promise<ValidationResult> => {
      tries += 1
      if (tries === 1) throw new Error('no connection')
      return { status: 'pass' }
    }
    const sought = {}
    await expect(recall(memory, sought, 'x', look)).rejects.toThrow('no connection')
    expect(await recall(memory, sought, 'x', look)).toEqual({ status: 'pass' })
    expect(await recall(memory, sought, 'x', look)).toEqual({ status: 'pass' })
    expect([tries, memory.get(sought)?.has('x'), memory.get({})?.has('x') ?? false]).toEqual([2, true, false])
  })
})
