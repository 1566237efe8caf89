import { describe, expect, it } from 'vitest'
import type { Backend, BackendEvent } from '../../core/backend.ts'
import { MelleaSession } from '../../session/mellea-session.ts'
import { MockBackend } from '../../testing/mock-backend.ts'
import { toolArgValidator } from './tool-arg-validator.ts'
import { usesTool } from './uses-tool.ts'

type Call = readonly [name: string, args: string]

/** A model that makes these calls, attempt by attempt. */
function calling(...attempts: readonly (readonly Call[])[]): MelleaSession {
  let next = 0
  const backend: Backend = Object.assign(new MockBackend(), {
    async *generate(): AsyncGenerator<BackendEvent> {
      const calls = attempts[next++] ?? []
      yield { type: 'start', receipt: { schema: 'none' }, warnings: [] }
      if (calls.length === 0) yield { type: 'text', text: 'It is sunny.' }
      for (const [at, [name, args]] of calls.entries())
        yield { type: 'part', value: { type: 'tool-call', id: `call_${at}`, name, arguments: args } }
      yield { type: 'finish', reason: calls.length > 0 ? 'tool-calls' : 'stop' }
    },
  })
  return new MelleaSession({ backend })
}

const week = toolArgValidator('getWeather', ({ days }: { days: number }) => days <= 7 || 'at most 7 days')

async function reasons(
  m: MelleaSession,
  requirement: ReturnType<typeof usesTool>,
): Promise<readonly unknown[]> {
  const { attempts } = await m.instruct('Weather?', { requirements: [requirement] }).sampling()
  return attempts.map(({ ok, failures }) => ok || failures[0]?.result.reason)
}

describe('usesTool', () => {
  it('passes once the tool is called, and says what was called instead', async () => {
    const m = calling(
      [],
      [['search', '{}']],
      [
        ['search', '{}'],
        ['getWeather', '{}'],
      ],
    )
    expect(await reasons(m, usesTool({ name: 'getWeather' }))).toEqual([
      'It called no tool.',
      'It called search.',
      true,
    ])
  })

  it('shows the model which tool it is, unless it shall not', () => {
    expect(usesTool('search')).toMatchObject({ description: 'Call the tool search.', checkOnly: false })
    expect(usesTool('search', { checkOnly: true })).toMatchObject({ checkOnly: true })
  })

  it('refuses what has no name', () => {
    // @ts-expect-error -- as JavaScript may
    expect(() => usesTool(undefined)).toThrow('usesTool(): give a tool or its name, got undefined.')
    expect(() => usesTool('')).toThrow('got ""')
  })
})

describe('toolArgValidator', () => {
  it('gives the reason of the first call whose arguments are wrong, and passes when all are right', async () => {
    const m = calling(
      [
        ['getWeather', '{"days":3}'],
        ['getWeather', '{"days":30}'],
      ],
      [['getWeather', '[3]']],
      [
        ['getWeather', '{"days":3'],
        ['search', '{}'],
      ],
    )
    expect(await reasons(m, week)).toEqual([
      'The arguments of getWeather are wrong: at most 7 days',
      'The arguments of getWeather are no JSON object: [3].',
      'The arguments of getWeather are no JSON object: "{\\"days\\":3".',
    ])
    expect(await reasons(calling([['getWeather', '{"days":7}']]), week)).toEqual([true])
  })

  it('wants a call', async () => {
    const [none, other] = await reasons(calling([], [['search', '{}']], [['getWeather', '{"days":1}']]), week)
    expect(none).toBe('The tool getWeather has to be called. It called no tool.')
    expect(other).toBe('The tool getWeather has to be called. It called search.')
  })

  it('shows the arguments where the check gives no reason', async () => {
    const never = toolArgValidator('search', () => false)
    const [reason] = await reasons(calling([['search', '{"q":"x"}']]), never)
    expect(reason).toBe('The arguments of search are wrong: {"q":"x"}')
  })

  it('is not shown to the model without words for it', () => {
    expect(week).toMatchObject({ checkOnly: true })
    const told = toolArgValidator('search', () => true, { description: 'Search for one word.' })
    expect(told).toMatchObject({ description: 'Search for one word.', checkOnly: false })
  })

  it('refuses what is no function', () => {
    // @ts-expect-error -- as JavaScript may
    expect(() => toolArgValidator('search', 7)).toThrow('give a function that looks at the arguments, got 7.')
  })
})
