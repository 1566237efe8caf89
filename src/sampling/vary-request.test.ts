import { describe, expect, it } from 'vitest'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import type { InstructOptions } from '../session/call-options.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { bestOfN } from './best-of-n.ts'
import { multiTurn } from './multi-turn.ts'
import { rejectionSampling } from './rejection-sampling.ts'

const never = check('never', () => 'it never does')

async function asked(
  script: readonly string[],
  options: InstructOptions<Record<string, unknown>, undefined>,
) {
  const backend = new MockBackend(script)
  const sampling = await new MelleaSession({ backend })
    .instruct('x', { requirements: [never], strategy: rejectionSampling({ loopBudget: 5 }), ...options })
    .sampling()
  return { sampling, calls: backend.calls, stopped: sampling.stopped }
}

describe('a request whose answer was rejected', () => {
  it('is made again while the answers differ', async () => {
    const { calls, stopped } = await asked(['red', 'blue', 'green', 'pink', 'grey'], {})
    expect([calls.length, stopped]).toEqual([5, 'exhausted'])
  })

  it('is not made again once its answer has come twice, white space aside', async () => {
    const { calls, stopped, sampling } = await asked(['red', 'blue', ' red\n', 'pink'], {})
    expect([calls.length, stopped, sampling.errors]).toEqual([3, 'repeats', []])
  })

  it('with the same reasons in it is not made again when the answer stays the same', async () => {
    const { calls, stopped } = await asked(['red', 'red', 'red'], { strategy: undefined })
    expect([calls.length, stopped]).toEqual([2, 'repeats'])
    expect(calls[1]?.prompt).not.toBe(calls[0]?.prompt)
  })

  it('is another one when it has a seed, or when the talk has grown', async () => {
    const seeded = await asked(['red', 'red', 'red', 'red', 'red'], { modelOptions: { seed: 1 } })
    expect([seeded.calls.length, seeded.stopped]).toEqual([5, 'exhausted'])
    const talked = await asked(['red', 'red', 'red'], { strategy: multiTurn() })
    expect([talked.calls.length, talked.stopped]).toEqual([3, 'exhausted'])
  })

  it('is made warmer where a temperature was given: at once from 0, else when answers repeat; and says so', async () => {
    const heat = async (temperature: number, script: readonly string[]) => {
      const { calls, stopped, sampling } = await asked(script, {
        modelOptions: { temperature, seed: undefined },
      })
      const warned = sampling.attempts.map(({ warnings }) =>
        warnings.some(({ code }) => code === 'varied-option'),
      )
      const temperatures = calls.map(({ modelOptions }) => Number(modelOptions['temperature']).toFixed(1))
      return { temperatures: temperatures.join(' '), warned, stopped }
    }
    expect(await heat(0, ['a', 'b', 'c', 'd', 'e'])).toEqual({
      temperatures: '0.0 0.4 0.8 1.2 1.2',
      warned: [false, true, true, true, true],
      stopped: 'exhausted',
    })
    expect(await heat(0, ['a', 'a', 'a', 'a', 'a'])).toMatchObject({
      temperatures: '0.0 0.4 0.8 1.2',
      stopped: 'repeats',
    })
    expect(await heat(0.5, ['a', 'b', 'a', 'a', 'a'])).toMatchObject({
      temperatures: '0.5 0.5 0.5 1.2',
      stopped: 'repeats',
    })
    expect(await heat(1.5, ['a', 'a', 'a'])).toMatchObject({ temperatures: '1.5 1.5', stopped: 'repeats' })
  })

  it('at temperature 0 is the same whatever its seed', async () => {
    const { calls } = await asked(['a', 'b', 'c', 'd', 'e'], { modelOptions: { temperature: 0, seed: 7 } })
    expect(calls.map(({ modelOptions }) => modelOptions['temperature'])).not.toContain(undefined)
    expect(new Set(calls.map(({ modelOptions }) => modelOptions['temperature'])).size).toBeGreaterThan(1)
  })

  it('does not take a passing answer from those that were drafted beside it', async () => {
    const same = check('same', (text) => text === 'fine')
    const strategy = bestOfN({ n: 3, score: () => 1, concurrency: 1 })
    const { sampling } = await asked(['fine', 'bad', 'bad'], { requirements: [same], strategy })
    expect(sampling.success && sampling.result.text).toBe('fine')
  })
})
