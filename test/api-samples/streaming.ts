import { req, startSession, type MelleaSession } from 'mellea'
import { z } from 'zod'

type Say = (text: string) => void
const print: Say = (text) => void process.stdout.write(text)

export async function story(m: MelleaSession = startSession(), say: Say = print): Promise<number> {
  for await (const delta of m.instruct('Tell a story.')) say(delta) // the same call, iterated instead of awaited

  const call = m.instruct('Tell a story.') // both: stream, then metadata
  for await (const delta of call) say(delta)
  return (await call).usage.totalTokens
}

// streaming validation: stop generating as soon as a chunk breaks a rule
export async function guarded(m: MelleaSession = startSession(), say: Say = print): Promise<void> {
  const call = m.instruct('Summarise the water cycle.', {
    requirements: [
      req('At most three sentences.', {
        onChunk: (_chunk, soFar) => soFar.split('.').length <= 4 || 'too many sentences',
      }),
    ],
  })
  for await (const e of call.events) {
    switch (e.type) {
      case 'text-delta':
        say(e.delta)
        break
      case 'attempt-rejected': // a screen is cleared here
        say(`\n↻ attempt ${e.attempt}: ${e.failures.map((f) => f.result.reason).join()}\n`)
        break
      case 'completed':
        say(`\n${e.output.attempts} attempts`)
    }
  }
}

// partial objects, finished array elements
const Recipe = z.object({ name: z.string(), steps: z.array(z.string()) })
const Heroes = z.array(z.object({ name: z.string() }))

export async function objects(m: MelleaSession = startSession(), say: Say = print): Promise<void> {
  for await (const p of m.instruct('Invent a recipe.', { format: Recipe }).partials)
    say(`${p.name} ${p.steps?.length}\n`)
  for await (const hero of m.instruct('Three heroes.', { format: Heroes }).elements) say(`${hero.name}\n`)
}
