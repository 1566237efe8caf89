/** A strategy of one's own is a function: it chooses an attempt, the engine says whether it passed. */
import { startSession, type MelleaSession, type SamplingStrategy } from 'mellea'
import { runAsProgram } from './run-as-program.ts'

const firstShort: SamplingStrategy = {
  name: 'first-short',
  async sample(run) {
    for (let i = 0; i < 5; i++) {
      const attempt = await run.attempt()
      if (attempt.ok && attempt.text.length < 80) return attempt
    }
    return undefined // the best attempt is then reported as a failure
  },
}

export async function tagline(m: MelleaSession): Promise<string> {
  return (await m.instruct('Write a tagline for a bakery.', { strategy: firstShort, onFailure: 'best' }))
    .value
}

await runAsProgram(import.meta.url, async () =>
  console.log(await tagline(startSession({ backendName: 'auto' }))),
)
