import { startSession } from 'mellea'

/** `fetch` stands in for the network: a program of yours has no need of it. */
export async function helloWorld(fetch?: typeof globalThis.fetch): Promise<string> {
  const m = startSession({ fetch }) // Ollama, granite4.1:3b, SimpleContext; no I/O yet
  const { value } = await m.instruct('Write a haiku about the sea.')
  value satisfies string

  const email = await m.instruct('Write to {{name}} using these notes: {{notes}}', {
    userVariables: { name: 'Olivia', notes: 'Organised the intern events.' },
  })
  return `${value}\n${email} (${email.usage.totalTokens} tokens)` // toString() is the text
}
