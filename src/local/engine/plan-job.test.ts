import { describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../../core/backend.ts'
import { textMessage, type WireMessage } from '../../core/message.ts'
import { chatTemplate } from '../../formatters/chat-template.ts'
import { planJob } from './plan-job.ts'

interface Planned {
  readonly prompt: string
  readonly warnings: readonly string[]
}

/** What a template makes of a request, and what could not be honoured. */
async function plan(source: string, parts: Partial<GenerateRequest>): Promise<Planned> {
  const template = await chatTemplate({ source, controls: [], bos: '', eos: '' })
  let prompt = ''
  const { warnings } = planJob(
    {
      messages: [textMessage('user', 'Hi.')],
      options: {},
      transport: 'stream',
      signal: new AbortController().signal,
      ...parts,
    },
    {
      template,
      defaults: {},
      contextSize: 100,
      tokenize: (pieces) => {
        prompt = pieces.map(({ text }) => text).join('')
        return [1]
      },
      random: () => 0,
    },
  )
  return { prompt: prompt.trim(), warnings: warnings.map(({ option, message }) => `${option}: ${message}`) }
}

/** What a template that looks at `variable` is given, and the options that could not be honoured. */
async function planned(thinking: unknown, variable: string): Promise<readonly [string, readonly string[]]> {
  const { prompt, warnings } = await plan(`{{ ${variable} }}`, { options: { thinking } })
  return [prompt, warnings]
}

it('switches thinking where the template has a switch, and says what the switch cannot do', async () => {
  expect(await planned(true, 'enable_thinking')).toEqual(['true', []])
  expect(await planned(false, 'enable_thinking')).toEqual(['false', []])
  expect(await planned('none', 'enable_thinking')).toEqual(['false', []])
  for (const amount of ['low', { maxTokens: 100 }])
    expect(await planned(amount, 'enable_thinking')).toEqual([
      'true',
      [expect.stringMatching(/^thinking: .*only switch thinking on and off/)],
    ])
})

it('leaves thinking out of a template without a switch, with a warning unless none was wanted', async () => {
  expect(await planned(false, 'mood')).toEqual(['', []])
  expect(await planned(true, 'mood')).toEqual(['', [expect.stringMatching(/has no switch/)]])
})

describe('tools', () => {
  const source = `{% if tools %}{% for tool in tools %}{{ tool | tojson }}
{% endfor %}{% endif %}{% for message in messages %}{{ message.role }}: {{ message.content }}{% if message.tool_calls %}{% for call in message.tool_calls %}{{ call.function.name }}({{ call.function.arguments | tojson }}){% endfor %}{% endif %}
{% endfor %}`
  const tools = [
    { type: 'function', name: 'look', description: 'Looks.', schema: { type: 'object' } },
  ] as const
  const messages: readonly WireMessage[] = [
    textMessage('user', 'Sky?'),
    { role: 'assistant', parts: [{ type: 'tool-call', id: '1', name: 'look', arguments: '{"at":1}' }] },
    {
      role: 'tool',
      parts: [{ type: 'tool-result', id: '1', name: 'look', parts: [{ type: 'text', text: 'Blue.' }] }],
    },
  ]

  it('go into a template that knows them, and calls and results with them', async () => {
    const { prompt, warnings } = await plan(source, { tools, messages })
    expect(prompt).toContain('"name": "look", "description": "Looks.", "parameters": {"type": "object"}')
    expect(prompt).toContain('user: Sky?')
    expect(prompt).toContain('assistant: look({"at": 1})')
    expect(prompt).toContain('tool: Blue.')
    expect(warnings).toEqual([])
  })

  it('stay out where nothing may be called, and where the template knows none, with a warning', async () => {
    const none = await plan(source, { tools, toolChoice: 'none' })
    expect(none).toEqual({ prompt: 'user: Hi.', warnings: [] })
    const { warnings } = await plan('{{ messages[0].content }}', { tools, messages })
    expect(warnings).toEqual([
      'messages: A model in this process cannot be told of calls of tools: it was left out.',
      "tools: This model's chat template knows no tools: they were left out.",
    ])
  })

  it('cannot be demanded', async () => {
    const { warnings } = await plan(source, { tools, toolChoice: 'required' })
    expect(warnings).toEqual([expect.stringMatching(/^toolChoice: .*cannot be made to call/)])
  })
})
