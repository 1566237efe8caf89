import { multiTurn, startSession } from 'mellea'
import type { MelleaSession, SamplingStrategy } from 'mellea'

// a strategy is one function over a small run handle: it chooses an attempt, the engine judges it
const firstShort: SamplingStrategy = {
  name: 'firstShort',
  async sample(run) {
    for (let i = 0; i < 5; i++) {
      const attempt = await run.attempt()
      if (attempt.ok && attempt.text.length < 80) return attempt
    }
    return undefined // the engine then reports the best attempt as a failure
  },
}

/** Three drafts at once; the shortest that passes. */
const shortest: SamplingStrategy = {
  name: 'shortest',
  async sample(run) {
    for await (const draft of run.drafts(3)) await run.check(draft)
    const passed = run.attempts.filter(({ ok }) => ok)
    return passed.toSorted((a, b) => a.text.length - b.text.length)[0]
  },
}

export async function strategies(m: MelleaSession = startSession()): Promise<readonly string[]> {
  const first = await m.instruct('Be brief.', { strategy: firstShort })
  const least = await m.instruct('Write a tagline.', { strategy: shortest })
  const talked = await m.instruct('Write a limerick.', {
    requirements: [(text) => text.includes('\n') || 'Use more than one line.'],
    strategy: multiTurn({ loopBudget: 2 }),
  })
  return [first.value, least.value, talked.value]
}

/** Never called: what the compiler refuses. */
export const liar: SamplingStrategy = {
  name: 'liar',
  // @ts-expect-error  a draft is no attempt: only the engine's check makes one
  sample: async (run) => run.draft(),
}
