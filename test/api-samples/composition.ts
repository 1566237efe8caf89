import { generative, getSession, startSession, type MelleaSession, type ModelOutput } from 'mellea'

// session polymorphism: functions written for any backend accept every concrete session
async function writeEmail(m: MelleaSession, to: string): Promise<string> {
  return (await m.instruct(`Write to ${to}`)).value
}
const translate = generative`Translate ${'text'} to French.`

export async function compose(m: MelleaSession = startSession()): Promise<readonly string[]> {
  const email = await writeEmail(m, 'Olivia')
  // an output that is still being computed may stand in another question
  const facts = m.instruct('Five facts about night trains.')
  const { value } = await m.instruct('Argue with these facts: {{facts}}', { userVariables: { facts } })
  const here = m.run(() => getSession() === m)
  return [email, value, await translate(m, { text: value }), String(here)]
}

/** `async` unwraps the handle: a promise of the output. */
export const asyncReturn = async (m: MelleaSession = startSession()): Promise<ModelOutput> => m.instruct('x')

/** Never called: every session fits. */
export async function everySession(): Promise<void> {
  await writeEmail(startSession(), 'a')
  await writeEmail(startSession({ backendName: 'openai', modelId: 'gpt-5-mini' }), 'b')
  ;(await asyncReturn()).value satisfies string
}
