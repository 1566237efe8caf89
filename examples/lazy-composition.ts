/** Outputs as parts of other questions before they are computed: what can run at once does. */
import { startSession, type MelleaSession } from 'mellea'
import { runAsProgram } from './run-as-program.ts'

export async function compare(m: MelleaSession, topic: string): Promise<string> {
  const facts = m.instruct('List five facts about {{topic}}.', { userVariables: { topic } })
  // both wait for the facts, then run at the same time
  const pro = m.instruct('Argue in favour, using these facts: {{facts}}', { userVariables: { facts } })
  const contra = m.instruct('Argue against, using these facts: {{facts}}', { userVariables: { facts } })
  const { value } = await m.instruct('Judge this debate. For: {{pro}} Against: {{contra}}', {
    userVariables: { pro, contra },
  })
  return value
}

await runAsProgram(import.meta.url, async () =>
  console.log(await compare(startSession({ backendName: 'auto' }), 'night trains')),
)
