import { describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../../core/backend.ts'
import { textMessage, type MessagePart, type WireMessage } from '../../core/message.ts'
import { toRequest } from '../../testing/backend-subject.ts'
import { anthropicRequest } from './anthropic-request.ts'
import { claudeVersion } from './claude-version.ts'

function encoded(
  parts: Partial<GenerateRequest>,
  modelId = 'claude-sonnet-4-5',
): { readonly body: Record<string, unknown>; readonly warned: readonly (string | undefined)[] } {
  const { body, warnings } = anthropicRequest(toRequest(parts), modelId)
  const parsed: Record<string, unknown> = JSON.parse(body)
  return { body: parsed, warned: warnings.map(({ option }) => option) }
}

const user = (...parts: readonly MessagePart[]): WireMessage => ({ role: 'user', parts })
const tool = { type: 'function', name: 'getTime', schema: { type: 'object', properties: {} } } as const

describe('generations of Claude', () => {
  it('are read from names', () => {
    const names = {
      'claude-3-5-sonnet-20241022': 3.5,
      'claude-3-opus-20240229': 3,
      'claude-sonnet-4-20250514': 4,
      'claude-opus-4-1-20250805': 4.1,
      'claude-haiku-4-5': 4.5,
      'us.anthropic.claude-opus-4-6-v1': 4.6,
      'claude-opus-5': 5,
      'claude-sonnet-5-5': 5.5,
      'claude-mythos-preview': Infinity,
      'MiniMax-M2': undefined,
    }
    for (const [name, version] of Object.entries(names)) expect(claudeVersion(name), name).toBe(version)
  })
})

describe('a conversation', () => {
  it('puts the system apart, joins turns, and puts results first', () => {
    const call = { type: 'tool-call', id: 't1', name: 'getTime', arguments: '{}' } as const
    const result = {
      type: 'tool-result',
      id: 't1',
      name: 'getTime',
      parts: [{ type: 'text', text: 'no clock' }],
      failed: true,
    } as const
    const { body } = encoded({
      messages: [
        textMessage('system', 'Be brief.'),
        textMessage('user', 'Hello.'),
        textMessage('user', 'What time is it?'),
        { role: 'assistant', parts: [call] },
        { role: 'tool', parts: [result] },
        textMessage('user', 'Well?'),
      ],
    })
    expect(body['system']).toEqual([{ type: 'text', text: 'Be brief.' }])
    expect(body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hello.' },
          { type: 'text', text: 'What time is it?' },
        ],
      },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'getTime', input: {} }] },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            content: [{ type: 'text', text: 'no clock' }],
            is_error: true,
          },
          { type: 'text', text: 'Well?' },
        ],
      },
    ])
  })

  it('sends pictures and documents, by their bytes or their address', () => {
    const bytes = new Uint8Array([1, 2, 3])
    const file = (mediaType: string, data: Uint8Array | URL): MessagePart => ({
      type: 'file',
      mediaType,
      data,
    })
    const { body } = encoded({
      messages: [
        user(
          file('image/png', bytes),
          file('image/jpg', new URL('https://example.com/a.jpg')),
          file('application/pdf', new URL('data:application/pdf;base64,AQID')),
          file('text/markdown', new TextEncoder().encode('# Hi')),
        ),
      ],
    })
    expect(body['messages']).toMatchObject([
      {
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQID' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.jpg' } },
          { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AQID' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# Hi' } },
        ],
      },
    ])
    expect(() => encoded({ messages: [user(file('audio/wav', bytes))] })).toThrow(/audio\/wav/)
  })

  it('marks what is worth caching, the last four times', () => {
    const parts = [1, 2, 3, 4, 5].map((n): MessagePart => ({ type: 'text', text: `${n}`, cache: true }))
    const { body, warned } = encoded({ messages: [user(...parts)] })
    expect(JSON.stringify(body).match(/"cache_control":\{"type":"ephemeral"\}/g)).toHaveLength(4)
    expect(JSON.stringify(body['messages'])).toContain('{"type":"text","text":"1"}')
    expect(warned).toEqual(['cache'])
  })
})

describe('thinking', () => {
  const thinkingOf = (
    thinking: unknown,
    modelId: string,
    more: object = {},
  ): readonly [unknown, unknown, readonly (string | undefined)[]] => {
    const { body, warned } = encoded({ options: { thinking, ...more } }, modelId)
    return [body['thinking'], body['output_config'], warned]
  }
  const adaptive = { type: 'adaptive', display: 'summarized' }

  it('is a budget up to 4.5, and adaptive since', () => {
    expect(thinkingOf(true, 'claude-sonnet-4-5')[0]).toEqual({ type: 'enabled', budget_tokens: 2048 })
    expect(thinkingOf('high', 'claude-3-7-sonnet-latest')[0]).toEqual({
      type: 'enabled',
      budget_tokens: 4096,
    })
    expect(thinkingOf({ maxTokens: 9000 }, 'claude-opus-4-6')[0]).toMatchObject({ budget_tokens: 9000 })
    expect(thinkingOf('minimal', 'claude-opus-4-6')).toEqual([adaptive, { effort: 'low' }, []])
    expect(thinkingOf(true, 'claude-opus-5')).toEqual([adaptive, undefined, []])
    expect(thinkingOf({ maxTokens: 9000 }, 'claude-opus-5')).toEqual([adaptive, undefined, ['thinking']])
  })

  it('leaves room for the answer', () => {
    expect(thinkingOf({ maxTokens: 5000 }, 'claude-sonnet-4-5', { maxNewTokens: 2000 })).toEqual([
      { type: 'enabled', budget_tokens: 1999 },
      undefined,
      ['thinking'],
    ])
    expect(thinkingOf('low', 'claude-sonnet-4-5', { maxNewTokens: 1024 })).toEqual([
      undefined,
      undefined,
      ['thinking'],
    ])
    const { body } = encoded({ options: { thinking: { maxTokens: 60_000 } } })
    expect(body['max_tokens']).toBe(64_096)
  })

  it('is turned off as each generation wants it', () => {
    expect(thinkingOf(false, 'claude-sonnet-4-5')).toEqual([undefined, undefined, []])
    expect(thinkingOf('none', 'claude-opus-5')[0]).toEqual({ type: 'disabled' })
    expect(thinkingOf(false, 'claude-haiku-5-5')[0]).toEqual({ type: 'disabled' })
    expect(thinkingOf(false, 'claude-sonnet-5-5')[0]).toEqual({ type: 'between_tools' })
    expect(thinkingOf(false, 'claude-opus-5-5')).toEqual([undefined, { effort: 'low' }, ['thinking']])
    expect(thinkingOf(false, 'MiniMax-M2')[0]).toEqual({ type: 'disabled' })
  })

  it('takes sampling and demanded calls away', () => {
    const options = { thinking: true, temperature: 0, topK: 5 }
    const { body, warned } = encoded({ options, tools: [tool], toolChoice: 'required' })
    expect(body).toMatchObject({ tool_choice: { type: 'auto' } })
    expect([body['temperature'], body['top_k']]).toEqual([undefined, undefined])
    expect(warned).toEqual(['temperature', 'topK', 'toolChoice'])
  })
})

describe('options', () => {
  it('leaves out what the protocol, or the model, does not have, and says so', () => {
    const { warned } = encoded({
      options: { seed: 1, presencePenalty: 1 },
      candidates: 2,
      prefill: { text: 'A' },
    })
    expect(warned).toEqual(['prefill', 'candidates', 'seed', 'presencePenalty'])
    const { body, warned: newer } = encoded({ options: { temperature: 0, topP: 0.5 } }, 'claude-opus-4-7')
    expect([body['temperature'], newer]).toEqual([undefined, ['temperature', 'topP']])
    const { body: one } = encoded({ options: { temperature: 0, topP: 0.5, topK: 3, stopSequences: ['END'] } })
    expect(one).toMatchObject({ temperature: 0, top_k: 3, stop_sequences: ['END'] })
    expect(one['top_p']).toBeUndefined()
  })

  it('sends tools, choices, and tools of the server', () => {
    const search = {
      type: 'server',
      id: 'anthropic.web_search_20250305',
      name: 'web_search',
      config: { max_uses: 2 },
    } as const
    const { body } = encoded({ tools: [tool, search], toolChoice: { name: 'getTime' } })
    expect(body).toMatchObject({
      tools: [
        { name: 'getTime', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
      ],
      tool_choice: { type: 'tool', name: 'getTime' },
    })
    const { body: newer, warned } = encoded({ tools: [tool], toolChoice: 'required' }, 'claude-opus-5-5')
    expect([newer['tool_choice'], warned]).toEqual([{ type: 'auto' }, ['toolChoice']])
    expect(encoded({ tools: [tool], toolChoice: 'none' }).body['tool_choice']).toEqual({ type: 'none' })
    const options = { disable_parallel_tool_use: true }
    expect(encoded({ tools: [tool], options }).body['tool_choice']).toEqual({
      type: 'auto',
      disable_parallel_tool_use: true,
    })
  })
})

describe('a schema', () => {
  const schema = {
    type: 'object',
    properties: { age: { type: 'integer', minimum: 0 }, maybe: { type: 'string' } },
    required: ['age'],
  }

  it('is enforced without the keywords that the dialect lacks, which are named', () => {
    const { body, warned } = encoded({ schema })
    expect(body['output_config']).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: { age: { type: 'integer' }, maybe: { type: 'string' } },
          required: ['age'],
          additionalProperties: false,
        },
      },
    })
    expect(warned).toEqual(['format'])
  })

  it('is shown where it cannot be said, and where tools are in the way', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } }
    const recursive = { $ref: '#/$defs/node', $defs: { node } }
    const { body, warned } = encoded({ schema: recursive })
    expect([JSON.stringify(body['system']).includes('JSON Schema'), warned]).toEqual([true, ['format']])
    expect(encoded({ schema: { type: 'object' } }, 'claude-opus-5-5').warned).toEqual(['format'])
    const old = 'claude-3-haiku-20240307'
    expect(encoded({ schema, tools: [tool] }, old).warned).toEqual(['format'])
    expect(encoded({ schema }, old).body['tools']).toMatchObject([{ name: 'json_answer' }])
  })
})
