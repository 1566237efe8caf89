import { generative, MelleaSession, OllamaModelBackend, req, type Backend } from 'mellea'
import { MockBackend, record } from 'mellea/testing'
import { z } from 'zod'

const ask = generative({
  name: 'ask',
  doc: 'Answer.',
  input: z.object({ q: z.string() }),
  output: z.object({ answer: z.number() }),
})

export async function mocked(): Promise<readonly boolean[]> {
  const backend = new MockBackend([
    'WRONG',
    'right',
    { answer: 7 },
    new Error('503'),
    ({ prompt }) => (prompt.length > 10 ? 'long' : 'short'),
  ])
  const m = new MelleaSession({ backend })
  const out = await m.instruct('Say it in lower case.', {
    requirements: [req('lower case', (s) => s === s.toLowerCase() || 'has upper case')],
  })
  const { answer } = await ask(m, { q: '3+4' })
  const failed = await m.instruct('Fail.').catch((error: unknown) => String(error))
  const last = await m.instruct('Say something.')
  return [
    out.value === 'right' && out.attempts === 2,
    backend.calls[1]?.prompt.includes('has upper case') === true, // the repair prompt carried the reason
    answer === 7,
    failed === 'Error: 503',
    last.value === 'long',
  ]
}

/** Records once, replays from then on. */
export function recorded(file: string, backend: Backend = new OllamaModelBackend()): MelleaSession {
  return new MelleaSession({ backend: record(file, backend) })
}
