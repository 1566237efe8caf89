import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BackendEvent } from '../../core/backend.ts'
import { collect, joined, only, toRequest } from '../../testing/backend-subject.ts'
import { callsInText } from './calls-in-text.ts'

const tools = [{ type: 'function', name: 'look', schema: {} } as const]

async function* said(pieces: readonly string[]): AsyncGenerator<BackendEvent> {
  yield { type: 'start', receipt: { schema: 'none' }, warnings: [] }
  for (const text of pieces) yield { type: 'text', text }
  yield { type: 'finish', reason: 'stop' }
}

async function read(pieces: readonly string[]) {
  const events = await collect(callsInText(said(pieces), toRequest({ tools })))
  const calls = only(events, 'part').flatMap(({ value }) =>
    value.type === 'tool-call' ? [[value.name, value.arguments]] : [],
  )
  return { text: joined(events), calls, reason: only(events, 'finish')[0]?.reason, events }
}

const look = '{"name": "look", "arguments": {"at": "sky"}}'
const called = { calls: [['look', '{"at":"sky"}']], reason: 'tool-calls' }

describe('callsInText', () => {
  it.each([
    ['Hermes and Qwen', `Let me look.\n<tool_call>\n${look}\n</tool_call>`, 'Let me look.\n'],
    ['Granite', `<|tool_call|>[${look}]`, ''],
    ['Mistral', `[TOOL_CALLS] [${look}]`, ''],
    ['Llama', '{"name": "look", "parameters": {"at": "sky"}}', ''],
    ['Llama with a tag', `<|python_tag|>${look}<|eom_id|>`, ''],
    ['a fence', `\`\`\`json\n${look}\n\`\`\``, ''],
    ['OpenAI', `{"type": "function", "function": ${look}}`, ''],
    ['a text for arguments', '{"name": "look", "arguments": "{\\"at\\":\\"sky\\"}"}', ''],
  ])('finds calls as %s writes them, wherever the text is cut', async (_, whole, text) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 6 }),
        async (cuts) => {
          const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
          const pieces = places.slice(1).map((end, at) => whole.slice(places[at], end))
          expect(await read(pieces)).toMatchObject({ ...called, text })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('keeps several apart', async () => {
    const two = `<tool_call>${look}</tool_call><tool_call>{"name":"other"}</tool_call>`
    expect((await read([two])).calls).toEqual([
      ['look', '{"at":"sky"}'],
      ['other', '{}'],
    ])
  })

  it('hands on what is broken, for whoever reads calls to say so', async () => {
    const broken = '<tool_call>{"name": "look", "arguments": {"at": "s</tool_call>'
    expect((await read([broken])).calls).toEqual([['look', '{"at": "s']])
  })

  it.each([
    ['an answer', 'It is blue. See a < b, [1] and {x}.'],
    ['an object that is no call', '{"name": "Olivia", "age": 3}'],
    ['a call of what nobody offers, without a mark', '{"name": "rm", "arguments": {}}'],
    ['JSON inside of an answer', `Write ${look} to call it.`],
    ['a mark without a call', 'Say <tool_call> and stop.'],
    ['a list', '[1, 2]'],
    ['nothing', ''],
  ])('leaves %s as text', async (_, text) => {
    for (const pieces of [[text], Array.from(text)])
      expect(await read(pieces)).toMatchObject({ text, calls: [], reason: 'stop' })
  })

  it('gives text as it comes, as long as it can be no call', async () => {
    const { events } = await read(['It is ', 'blue', '.'])
    expect(only(events, 'text').map(({ text }) => text)).toEqual(['It is ', 'blue', '.'])
  })
})
