import { describe, expect, it } from 'vitest'
import { startFakeBedrock } from '../../test/fake-bedrock.ts'
import { ChatContext } from '../context/chat-context.ts'
import type { Backend } from '../core/backend.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeAnthropic } from '../testing/fake-anthropic.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import type { FakeReply } from '../testing/fake-reply.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { tool } from '../tools/tool.ts'
import { AnthropicBackend } from './anthropic.ts'
import { LiteLLMBackend } from './litellm.ts'
import { OllamaModelBackend } from './ollama.ts'
import { OpenAIBackend } from './openai.ts'

const look = tool({ name: 'look', doc: 'Looks.', run: () => 'blue' })
const called: FakeReply = {
  thinking: 'Let me see.',
  toolCalls: [{ id: 'call_1', name: 'look', arguments: {} }],
}

/** The body of the request after a step, of a loop in which the model thought, called and answered. */
async function secondBody(
  start: () => Promise<FakeServer>,
  make: (url: string) => Backend,
  { first = called, stream = true }: { readonly first?: FakeReply; readonly stream?: boolean } = {},
): Promise<{ readonly [member: string]: unknown }> {
  const server = await start()
  try {
    server.reply(first, { text: 'Blue.' })
    const m = new MelleaSession({ backend: make(server.url), ctx: new ChatContext() })
    const { value } = await m.chat('Sky?', { tools: [look], toolLoop: 2, stream })
    expect(value).toBe('Blue.')
    return server.requests.at(-1)?.body ?? {}
  } finally {
    await server.close()
  }
}

/** Both ways of asking say the same afterwards. */
async function eitherWay(
  start: () => Promise<FakeServer>,
  make: (url: string) => Backend,
  first?: FakeReply,
): Promise<{ readonly [member: string]: unknown }> {
  const streamed = await secondBody(start, make, { ...(first && { first }) })
  const whole = await secondBody(start, make, { ...(first && { first }), stream: false })
  expect(whole['messages'] ?? whole['input']).toEqual(streamed['messages'] ?? streamed['input'])
  return streamed
}

describe('what a provider wants back goes back in a tool loop', () => {
  it('Ollama: its thoughts, and the name of the tool', async () => {
    const { messages } = await eitherWay(
      startFakeOllama,
      (baseURL) => new OllamaModelBackend({ baseURL, env: {} }),
    )
    expect(messages).toEqual([
      { role: 'user', content: 'Sky?' },
      {
        role: 'assistant',
        content: '',
        thinking: 'Let me see.',
        tool_calls: [{ id: 'call_1', function: { name: 'look', arguments: {} } }],
      },
      { role: 'tool', content: 'blue', tool_name: 'look', tool_call_id: 'call_1' },
    ])
  })

  it('Chat Completions: reasoning, as servers of open models want it', async () => {
    const { messages } = await eitherWay(
      startFakeOpenAI,
      (url) => new OpenAIBackend({ modelId: 'tiny', baseURL: `${url}/v1`, env: {} }),
    )
    expect(messages).toEqual([
      { role: 'user', content: 'Sky?' },
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'Let me see.',
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'blue' },
    ])
  })

  it('Gemini: the signature of a thought, with the call that it came with', async () => {
    const extra = { extra_content: { google: { thought_signature: 'c2lnbmVk' } } }
    const first = { toolCalls: [{ id: 'call_1', name: 'look', arguments: {}, extra }] }
    const { messages } = await eitherWay(
      startFakeOpenAI,
      (url) =>
        new LiteLLMBackend({ modelId: 'gemini/gemini-3-flash', baseURL: `${url}/v1`, apiKey: 'x', env: {} }),
      first,
    )
    expect(messages).toMatchObject([{}, { tool_calls: [{ id: 'call_1', ...extra }] }, { role: 'tool' }])
  })

  it('OpenRouter: details of reasoning, put together of their pieces', async () => {
    const detail = { type: 'reasoning.text', format: 'anthropic-claude-v1', index: 0 }
    const pieces = [
      { reasoning_details: [{ ...detail, text: 'Let me ' }] },
      { reasoning_details: [{ ...detail, text: 'see.' }] },
      { reasoning_details: [{ ...detail, signature: 'c2lnbmVk' }] },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'gAAA', index: 1 }] },
      {
        tool_calls: [
          { index: 0, id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } },
        ],
      },
    ]
    const frames = [
      ...pieces.map((delta) => ({ choices: [{ index: 0, delta }] })),
      { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    ]
    const body = [...frames.map((frame) => JSON.stringify(frame)), '[DONE]']
      .map((data) => `data: ${data}\n\n`)
      .join('')
    const make = (url: string): Backend =>
      new OpenAIBackend({ modelId: 'tiny', baseURL: `${url}/v1`, env: {} })
    const { messages } = await secondBody(startFakeOpenAI, make, { first: { body } })
    expect(messages).toMatchObject([
      {},
      {
        reasoning_details: [
          { ...detail, text: 'Let me see.', signature: 'c2lnbmVk' },
          { type: 'reasoning.encrypted', data: 'gAAA', index: 1 },
        ],
      },
      {},
    ])
    expect(JSON.stringify(messages)).not.toContain('reasoning_content')
  })

  it('Chat Completions: nothing that another server gave', async () => {
    const extra = { extra_content: { google: { thought_signature: 'c2lnbmVk' } } }
    const [one, other] = await Promise.all([startFakeOpenAI(), startFakeOpenAI()])
    try {
      const at = (server: FakeServer): Backend =>
        new OpenAIBackend({ modelId: 'tiny', baseURL: `${server.url}/v1`, env: {} })
      one.reply({ toolCalls: [{ id: 'call_1', name: 'look', arguments: {}, extra }] }, { text: 'Blue.' })
      other.reply({ text: 'Fine.' })
      const m = new MelleaSession({ backend: at(one), ctx: new ChatContext() })
      await m.chat('Sky?', { tools: [look], toolLoop: 2 })
      expect(JSON.stringify(one.requests.at(-1)?.body)).toContain('thought_signature')
      await new MelleaSession({ backend: at(other), ctx: m.ctx }).chat('And the sea?')
      expect(JSON.stringify(other.requests.at(-1)?.body)).not.toContain('thought_signature')
    } finally {
      await Promise.all([one.close(), other.close()])
    }
  })

  it('Responses: encrypted reasoning and the names of items', async () => {
    const make = (url: string): Backend =>
      new OpenAIBackend({ modelId: 'gpt-5.1', api: 'responses', baseURL: `${url}/v1`, env: {} })
    const { input } = await eitherWay(startFakeOpenAI, make)
    expect(input).toMatchObject([
      { role: 'user' },
      {
        type: 'reasoning',
        id: expect.stringMatching(/^rs_/),
        encrypted_content: expect.stringMatching(/^gAAAAABo/),
      },
      {
        type: 'function_call',
        id: expect.stringMatching(/^fc_/),
        call_id: 'call_1',
        name: 'look',
        arguments: '{}',
      },
      { type: 'function_call_output', call_id: 'call_1', output: 'blue' },
    ])
  })

  it('Responses: the response that is stored, and after it only what is new', async () => {
    const make = (url: string): Backend =>
      new OpenAIBackend({
        modelId: 'gpt-5.1',
        api: 'responses',
        baseURL: `${url}/v1`,
        env: {},
        modelOptions: { store: true },
      })
    const { input, previous_response_id: previous } = await secondBody(startFakeOpenAI, make)
    expect(previous).toMatch(/^resp_/)
    expect(input).toEqual([{ type: 'function_call_output', call_id: 'call_1', output: 'blue' }])
  })

  it('Anthropic: signed thoughts before the call', async () => {
    const make = (baseURL: string): Backend =>
      new AnthropicBackend({
        modelId: 'claude-sonnet-4-5',
        baseURL,
        env: {},
        modelOptions: { thinking: 'low' },
      })
    const { messages } = await eitherWay(startFakeAnthropic, make)
    expect(messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Sky?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Let me see.', signature: expect.any(String) },
          { type: 'tool_use', id: 'call_1', name: 'look', input: {} },
        ],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'blue' }] }],
      },
    ])
  })

  it('Bedrock: signed thoughts before the call', async () => {
    const make = (baseURL: string): Backend =>
      new LiteLLMBackend({
        modelId: 'bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        baseURL,
        env: { AWS_BEARER_TOKEN_BEDROCK: 'token' },
      })
    const { messages } = await eitherWay(startFakeBedrock, make)
    expect(messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Let me see.', signature: 'c2lnbmVk' } } },
          { toolUse: { toolUseId: 'call_1', name: 'look', input: {} } },
        ],
      },
      { role: 'user', content: [{ toolResult: { toolUseId: 'call_1', content: [{ text: 'blue' }] } }] },
    ])
  })
})
