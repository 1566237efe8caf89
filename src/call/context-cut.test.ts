import { expect, it } from 'vitest'
import { textMessage } from '../core/message.ts'
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
