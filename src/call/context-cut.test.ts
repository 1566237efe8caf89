import { expect, it } from 'vitest'
import { OllamaModelBackend } from '../backends/ollama.ts'
import { textMessage } from '../core/message.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import { contextCut, type PromptCount } from './context-cut.ts'

const words = (count: number): string => Array.from({ length: count }, (_, at) => `word${at % 10}`).join(' ')
const count = (characters: number, inputTokens: number, more: Partial<PromptCount> = {}): PromptCount => ({
  messages: [textMessage('user', words(characters).slice(0, characters))],
  usage: { inputTokens, outputTokens: 9 },
  ...more,
})

it.each([
  ['all of the window', count(17_000, 4096, { window: 4096 })],
  ['all of a window that nobody named', count(18_000, 4096)],
  ['half of the window and two', count(20_000, 2050)],
  ['less than any text has', count(40_000, 3971)],
])('warns of a prompt of which was read %s', (_, cut) => {
  expect(contextCut(cut)).toMatchObject({ code: 'context-truncated', option: 'contextWindow' })
})

it('warns of an answer that went on beyond the window', () => {
  const usage = { inputTokens: 900, outputTokens: 300 }
  expect(contextCut(count(3000, 0, { usage, window: 1024 }))?.message).toContain('has forgotten')
  expect(contextCut(count(3000, 0, { usage, window: 1200 }))).toBeUndefined()
})

it.each([
  ['text that was read', count(20_000, 5000)],
  ['long words', count(20_000, 3000)],
  ['a window that is nearly full', count(16_000, 4000, { window: 4096 })],
  ['a guess', count(40_000, 100, { usage: { inputTokens: 100, outputTokens: 1, estimated: true } })],
  ['a cache that counts nothing', count(40_000, 0)],
  ['no count', count(40_000, 0, { usage: undefined })],
  ['rows of one character', { ...count(0, 300), messages: [textMessage('user', '='.repeat(9000))] }],
])('is silent about %s', (_, whole) => {
  expect(contextCut(whole)).toBeUndefined()
})

it('is told to the caller of a backend, by the window that the server was given', async () => {
  const server = await startFakeOllama()
  try {
    const backend = new OllamaModelBackend({ modelId: 'tiny', baseURL: server.url, env: {} })
    const m = new MelleaSession({ backend, modelOptions: { contextWindow: 4096 } })
    server.always({ text: 'Yes.', inputTokens: 4096, outputTokens: 0 })
    const { warnings, receipt } = await m.instruct(words(2600))
    expect(warnings.map(({ code }) => code)).toEqual(['context-truncated'])
    expect(receipt).toMatchObject({ contextWindow: 4096, asked: { messages: 'ignored' } })
    await expect(m.instruct(words(2600), { enforce: true })).rejects.toMatchObject({ code: 'not-enforced' })
    expect(server.requests.at(-1)?.body).toMatchObject({ truncate: false, options: { num_ctx: 4096 } })
  } finally {
    await server.close()
  }
})
