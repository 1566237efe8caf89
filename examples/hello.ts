/** The smallest program: a session, an instruction, a value. */
import { startSession, type MelleaSession } from 'mellea'
import { runAsProgram } from './run-as-program.ts'

export async function hello(m: MelleaSession): Promise<string> {
  const { value } = await m.instruct('Write a haiku about the sea.')
  return value
}

await runAsProgram(import.meta.url, async () =>
  console.log(await hello(startSession({ backendName: 'auto' }))),
)
