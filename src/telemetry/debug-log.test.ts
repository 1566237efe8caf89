import { expect, it } from 'vitest'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { debugEmbed, debugLog } from './debug-log.ts'

it('writes what is sent and what comes back, and no key', async () => {
  const lines: string[] = []
  const backend = new MockBackend(['Here: sk-proj-0123456789abcdef0123', new Error('503')])
  const m = new MelleaSession({ backend, middleware: [debugLog((line) => lines.push(line))] })
  await m.instruct('Use my key hf_ABCDEFGHIJKLMNOPQRSTUVWX.', { modelOptions: { seed: 4 } })
  await expect(m.instruct('Again.')).rejects.toThrow('503')
  const all = lines.join('\n')
  expect(all).toContain('mellea > mock mock stream options {"seed":4}')
  expect(all).toContain('user: Use my key ***.')
  expect(all).toContain('Here: ***')
  expect(all).toMatch(/mellea < mock stop, \d+ tokens in/)
  expect(all).toContain('mellea ! mock 503')
  expect(all).not.toMatch(/sk-proj|hf_/)
})

it('writes no key that options carry', async () => {
  const lines: string[] = []
  const m = new MelleaSession({
    backend: new MockBackend(['a']),
    middleware: [debugLog((line) => lines.push(line))],
  })
  await m.chat('x', { modelOptions: { extraBody: { api_key: 'abcdefgh', user: 'me-and-you' } } })
  expect(lines[0]).toContain('{"extraBody":{"api_key":"***","user":"me-and-you"}}')
})

it('writes what is turned into vectors, and none of their numbers', async () => {
  const lines: string[] = []
  const backend = new MockBackend([], {
    vector: (text) => {
      if (text === 'b') throw new Error('503')
      return [0.5]
    },
  })
  const embed = debugEmbed(
    (line) => lines.push(line),
    backend,
    (request) => backend.embed(request),
  )
  const { signal } = new AbortController()
  await embed({ texts: ['my key hf_ABCDEFGHIJKLMNOPQRSTUVWX'], modelId: 'other', signal })
  await expect(embed({ texts: ['b'], signal })).rejects.toThrow('503')
  expect(lines).toEqual([
    'mellea > mock other embed 1 texts',
    '  my key ***',
    'mellea < mock 1 vectors of 1, 3 tokens in',
    'mellea > mock mock embed 1 texts',
    '  b',
    'mellea ! mock 503',
  ])
})
