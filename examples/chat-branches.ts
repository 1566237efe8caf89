/** A conversation that branches: both branches know what was said before, neither knows the other. */
import { startSession, type MelleaSession } from 'mellea'
import { runAsProgram } from './run-as-program.ts'

export interface Branches {
  readonly times3: string
  readonly times5: string
  readonly turns: number
}

export async function branches(m: MelleaSession): Promise<Branches> {
  await m.chat('Think of a number between 1 and 10 and tell me.')
  const [times3, times5] = await Promise.all([m.clone().chat('Times 3?'), m.clone().chat('Times 5?')])
  return { times3: times3.value, times5: times5.value, turns: m.ctx.messages.length / 2 }
}

await runAsProgram(import.meta.url, async () =>
  console.log(await branches(startSession({ backendName: 'auto', contextType: 'chat' }))),
)
