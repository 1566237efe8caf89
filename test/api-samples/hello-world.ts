import { startSession, type MelleaSession } from 'mellea'

// Ollama, granite4.1:3b, SimpleContext; no I/O before the first call
export async function helloWorld(m: MelleaSession = startSession()): Promise<string> {
  const { value } = await m.instruct('Write a haiku about the sea.')
  value satisfies string

  const email = await m.instruct('Write to {{name}} using these notes: {{notes}}', {
    userVariables: { name: 'Olivia', notes: 'Organised the intern events.' },
  })
  return `${value}\n${email} (${email.usage.totalTokens} tokens)` // toString() is the text
}
