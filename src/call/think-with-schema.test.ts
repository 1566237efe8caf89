import { describe, expect, it } from 'vitest'
import { AnthropicBackend } from '../backends/anthropic.ts'
import { LiteLLMBackend } from '../backends/litellm.ts'
import { OllamaModelBackend } from '../backends/ollama.ts'
import { OpenAIBackend } from '../backends/openai.ts'
import { jsonSchema } from '../core/json-schema.ts'
import { bestOfN } from '../sampling/best-of-n.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { tool } from '../tools/tool.ts'
import { startFakeAnthropic } from '../testing/fake-anthropic.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import type { FakeRequest } from '../testing/fake-reply.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { startFakeBedrock } from '../../test/fake-bedrock.ts'

const format = jsonSchema<{ readonly age: number }>({
  type: 'object',
  properties: { age: { type: 'integer' } },
  required: ['age'],
  additionalProperties: false,
})
const thinking = { modelOptions: { thinking: true, stopSequences: ['END'] } }

/** A server, and the generations that it was asked for. */
async function at<S extends FakeServer>(
  starting: Promise<S>,
  work: (server: S, asked: () => readonly FakeRequest['body'][]) => Promise<void>,
): Promise<void> {
  const server = await starting
  try {
    const isAsked = ({ path }: FakeRequest): boolean => /chat|messages|converse/.test(path)
    await work(server, () => server.requests.filter(isAsked).map(({ body }) => body))
  } finally {
    await server.close()
  }
}

const ollamaAt = (server: FakeServer): MelleaSession =>
  new MelleaSession({
    backend: new OllamaModelBackend({ modelId: 'tiny', baseURL: server.url, env: {} }),
    maxRetries: 0,
  })

const vllmAt = (server: FakeServer): MelleaSession =>
  new MelleaSession({
    backend: new OpenAIBackend({ modelId: 'tiny', baseURL: `${server.url}/v1`, env: {} }),
    maxRetries: 0,
  })

describe('a server that cannot do both at once', () => {
  it('is asked to think first, and then held to the schema with the thoughts before it', async () => {
    await at(startFakeOllama({ version: '0.9.6' }), async (server, asked) => {
      server.reply(
        { thinking: 'Born 1815.', text: 'She was 36.', inputTokens: 9, outputTokens: 20 },
        { text: '{"age":36}', inputTokens: 40, outputTokens: 4 },
      )
      const out = await ollamaAt(server).instruct('How old?', { format, ...thinking })
      expect(out.value).toEqual({ age: 36 })
      expect(out.thinking).toBe('Born 1815.She was 36.')
      const [first, second] = asked()
      expect(first).toMatchObject({ think: true })
      expect([first?.['format'], first?.['options']]).toEqual([undefined, {}])
      expect(second).toMatchObject({ think: false, format: { type: 'object' }, options: { stop: ['END'] } })
      expect(second?.['messages']).toEqual([
        { role: 'user', content: 'How old?' },
        { role: 'assistant', content: 'Born 1815.She was 36.' },
        { role: 'user', content: 'Now give the final answer, and nothing else.' },
      ])
      expect(out.receipt).toMatchObject({
        schema: 'enforced',
        thinking: 'apart',
        asked: { schema: 'kept', thinking: 'kept', stopSequences: 'kept' },
      })
      expect([out.attempts, out.usage.inputTokens, out.usage.outputTokens]).toEqual([1, 49, 24])
      expect(out.ledger.rows.map(({ purpose, outcome, attempt }) => [purpose, outcome, attempt])).toEqual([
        ['draft', 'ok', 1],
        ['draft', 'ok', 1],
      ])
      expect(out.warnings).toEqual([])
    })
  })

  it('streams its thoughts as thoughts, and the object as text, as one answer', async () => {
    await at(startFakeOllama({ version: '0.12.3' }), async (server) => {
      server.reply({ text: '<think>Hm, 30 + 6.</think>36 years.' }, { text: '{"age":36}' })
      const call = ollamaAt(server).instruct('How old?', { format, ...thinking })
      const said = { 'thinking-delta': '', 'text-delta': '' }
      const order = new Set<string>()
      for await (const event of call.events) {
        if (event.type !== 'thinking-delta' && event.type !== 'text-delta') continue
        said[event.type] += event.delta
        order.add(event.type)
      }
      expect(said).toEqual({ 'thinking-delta': 'Hm, 30 + 6.36 years.', 'text-delta': '{"age":36}' })
      expect([...order]).toEqual(['thinking-delta', 'text-delta'])
      expect((await call).finishReason).toBe('stop')
    })
  })

  it('runs the tools that the thinking asks for, before it is held to the schema', async () => {
    await at(startFakeAnthropic(), async (server, asked) => {
      const backend = new AnthropicBackend({ modelId: 'claude-3-7-sonnet', baseURL: server.url, env: {} })
      const born = tool({ name: 'born', doc: 'When somebody was born.', run: () => '1815' })
      server.reply(
        { thinking: 'I have to look.', toolCalls: [{ id: 'toolu_1', name: 'born', arguments: {} }] },
        { thinking: '1851 - 1815.', text: '36.' },
        { toolCalls: [{ name: 'json_answer', arguments: { age: 36 } }] },
      )
      const out = await new MelleaSession({ backend }).instruct('How old?', {
        format,
        tools: [born],
        toolLoop: 3,
        modelOptions: { thinking: true },
      })
      expect(out.value).toEqual({ age: 36 })
      const names = asked().map(({ tools }) => (tools as readonly { name: string }[]).map(({ name }) => name))
      expect(names).toEqual([['born'], ['born'], ['json_answer']])
      // the signed thought goes back before the call
      expect(asked()[1]).toHaveProperty('messages.1.content', [
        { type: 'thinking', thinking: 'I have to look.', signature: expect.any(String) },
        expect.objectContaining({ type: 'tool_use', id: 'toolu_1' }),
      ])
    })
  })

  it('can be played by a script', async () => {
    const capabilities = { schemaWithThinking: false }
    const backend = new MockBackend(['She was 36.', { age: 36 }], { capabilities })
    const out = await new MelleaSession({ backend }).instruct('How old?', { format, ...thinking })
    expect([out.value.age, out.thinking, backend.calls.length]).toEqual([36, 'She was 36.', 2])
  })

  it('is left alone by who does not ask for thoughts, or for a schema', async () => {
    await at(startFakeOllama({ version: '0.9.6' }), async (server, asked) => {
      server.always({ text: '{"age":36}' })
      const m = ollamaAt(server)
      await m.instruct('How old?', { format })
      await m.instruct('How old?', thinking)
      expect(asked().length).toBe(2)
    })
  })

  it('is not asked the second time once the caller has left', async () => {
    await at(startFakeOllama({ version: '0.9.6' }), async (server, asked) => {
      server.reply({ thinking: 'Let me see, this takes long.', holdAfterFrames: 3 })
      const m = ollamaAt(server)
      const stop = new AbortController()
      const call = m.instruct('How old?', { format, ...thinking, signal: stop.signal })
      for await (const event of call.events) if (event.type === 'thinking-delta') break
      stop.abort(new Error('left'))
      expect(await call.catch((reason: unknown) => reason)).toBeInstanceOf(Error)
      await server.disconnected()
      expect(asked().length).toBe(1)
      expect(m.ledger.rows.map(({ outcome }) => outcome)).toEqual(['aborted'])
    })
  })

  it('goes on with thoughts that were cut off', async () => {
    await at(startFakeOllama({ version: '0.9.6' }), async (server, asked) => {
      server.reply({ thinking: 'It goes on and', finishReason: 'length' }, { text: '{"age":36}' })
      const { value } = await ollamaAt(server).instruct('How old?', { format, ...thinking })
      expect(value.age).toBe(36)
      expect(asked().length).toBe(2)
    })
  })

  it('fails where the schema is ignored all the same and the caller wants it enforced', async () => {
    await at(startFakeOllama({ version: '0.9.6' }), async (server) => {
      server.reply({ thinking: 'Hm.', text: '36.' }, { text: 'She was 36.' })
      const call = ollamaAt(server).instruct('How old?', { format, ...thinking, enforce: true })
      await expect(call).rejects.toMatchObject({ code: 'not-enforced', text: 'She was 36.' })
    })
  })

  it('drafts one by one, since each answer has to have thoughts of its own', async () => {
    await at(startFakeAnthropic(), async (server, asked) => {
      const backend = new AnthropicBackend({ modelId: 'claude-3-7-sonnet', baseURL: server.url, env: {} })
      const answer = { toolCalls: [{ name: 'json_answer', arguments: { age: 36 } }] }
      server.reply({ thinking: 'a', text: '36' }, answer, { thinking: 'b', text: '36' }, answer)
      const strategy = bestOfN({ n: 2, score: () => 1, concurrency: 1 })
      await new MelleaSession({ backend }).instruct('How old?', {
        format,
        modelOptions: { thinking: true },
        strategy,
      })
      expect(asked().length).toBe(4)
    })
  })
})

describe('what is known of backends', () => {
  const modelOptions = { thinking: 'low' as const }
  const answer = { toolCalls: [{ name: 'json_answer', arguments: { age: 36 } }] }

  it('older models of Claude think, and are then made to call', async () => {
    await at(startFakeAnthropic(), async (server, asked) => {
      const backend = new AnthropicBackend({ modelId: 'claude-3-7-sonnet', baseURL: server.url, env: {} })
      server.reply({ thinking: 'Born 1815.', text: '36.' }, answer)
      const out = await new MelleaSession({ backend }).instruct('How old?', { format, modelOptions })
      expect([out.value, out.receipt['thinking'], out.warnings]).toEqual([{ age: 36 }, 'apart', []])
      const [first, second] = asked()
      expect([first?.['thinking'], first?.['tool_choice']]).toEqual([
        { type: 'enabled', budget_tokens: 1024 },
        undefined,
      ])
      expect([second?.['thinking'], second?.['tool_choice']]).toEqual([
        undefined,
        { type: 'tool', name: 'json_answer' },
      ])
    })
  })

  it('newer models of Claude do both', async () => {
    await at(startFakeAnthropic(), async (server, asked) => {
      const backend = new AnthropicBackend({ modelId: 'claude-sonnet-4-5', baseURL: server.url, env: {} })
      server.reply({ thinking: 'Born 1815.', text: '{"age":36}' })
      const out = await new MelleaSession({ backend }).instruct('How old?', { format, modelOptions })
      expect([asked().length, out.receipt['thinking'], out.receipt.schema]).toEqual([
        1,
        undefined,
        'enforced',
      ])
    })
  })

  it('models at Bedrock think, and are then made to call', async () => {
    for (const modelId of [
      'us.amazon.nova-2-lite-v1:0',
      'openai.gpt-oss-20b-1:0',
      'us.anthropic.claude-3-7-sonnet',
    ])
      await at(startFakeBedrock(), async (server, asked) => {
        const env = { AWS_BEARER_TOKEN_BEDROCK: 'token-token', AWS_REGION: 'us-east-1' }
        const backend = new LiteLLMBackend({ modelId: `bedrock/${modelId}`, baseURL: server.url, env })
        server.reply({ thinking: 'Born 1815.', text: '36.' }, answer)
        const out = await new MelleaSession({ backend }).instruct('How old?', { format, modelOptions })
        expect([out.value, out.receipt['thinking'], out.warnings]).toEqual([{ age: 36 }, 'apart', []])
        expect(asked().map((body) => 'toolConfig' in body)).toEqual([false, true])
      })
  })

  it('Gemini at Vertex AI does both', async () => {
    await at(startFakeOpenAI(), async (server, asked) => {
      const backend = new LiteLLMBackend({
        modelId: 'vertex_ai/gemini-2.5-flash',
        baseURL: `${server.url}/v1`,
        apiKey: 'token-token',
        env: {},
      })
      server.always({ text: '{"age":36}' })
      const m = new MelleaSession({ backend })
      await m.instruct('How old?', { format, modelOptions })
      const { receipt } = await m.instruct('How old?', { format, modelOptions })
      expect([asked().length, receipt['thinking']]).toEqual([2, undefined])
    })
  })
})

describe('a server of which it is not known', () => {
  it('that leaves out the thoughts is asked apart from then on', async () => {
    await at(startFakeOpenAI(), async (server, asked) => {
      const m = vllmAt(server)
      server.reply({ text: '{"age":1}' }, { thinking: 'Born 1815.', text: '36.' }, { text: '{"age":36}' })
      const first = await m.instruct('How old?', { format, ...thinking })
      expect([first.value.age, first.receipt['thinking']]).toEqual([1, undefined])
      expect(first.warnings.map(({ code }) => code)).toContain('thinking-missing')
      const second = await m.instruct('How old?', { format, ...thinking })
      expect([second.value.age, second.receipt['thinking']]).toEqual([36, 'apart'])
      const bodies = asked()
      expect(bodies.map((body) => 'response_format' in body)).toEqual([true, false, true])
      expect(bodies.map((body) => body['chat_template_kwargs'])).toEqual([
        { enable_thinking: true },
        { enable_thinking: true },
        { enable_thinking: false },
      ])
    })
  })

  it('that does both is asked once, also where it only counts the thoughts', async () => {
    await at(startFakeOpenAI(), async (server, asked) => {
      const m = vllmAt(server)
      const usage = {
        prompt_tokens: 9,
        completion_tokens: 9,
        completion_tokens_details: { reasoning_tokens: 5 },
      }
      const choices = [{ index: 0, message: { content: '{"age":36}' }, finish_reason: 'stop' }]
      const headers = { 'content-type': 'application/json' }
      server.reply(
        { thinking: 'Hm.', text: '{"age":36}' },
        { body: JSON.stringify({ choices, usage }), headers },
      )
      server.always({ thinking: 'Hm.', text: '{"age":36}' })
      for (let call = 0; call < 3; call++) await m.instruct('How old?', { format, ...thinking })
      expect(asked().length).toBe(3)
    })
  })

  it('whose model never thinks is asked once again', async () => {
    await at(startFakeOpenAI(), async (server, asked) => {
      const m = vllmAt(server)
      server.always({ text: '{"age":36}' })
      for (let call = 0; call < 4; call++) await m.instruct('How old?', { format, ...thinking })
      // once together, once apart, and then together for good
      expect(asked().map((body) => 'response_format' in body)).toEqual([true, false, true, true, true])
    })
  })

  it('that ignores the schema while it thinks is asked apart for the repair', async () => {
    await at(startFakeOllama(), async (server, asked) => {
      server.reply(
        { thinking: 'Hm.', text: 'She was 36.' },
        { thinking: 'Born 1815.', text: '36.' },
        { text: '{"age":36}' },
      )
      const out = await ollamaAt(server).instruct('How old?', { format, modelOptions: { thinking: true } })
      expect([out.value.age, out.attempts, out.receipt['thinking']]).toEqual([36, 2, 'apart'])
      expect(asked().map((body) => 'format' in body)).toEqual([true, false, true])
    })
  })

  it('that ignores the schema where the model shall not think has that left to the model', async () => {
    await at(startFakeOllama(), async (server, asked) => {
      server.reply({ text: 'She was 36.' }, { thinking: 'Hm.', text: '{"age":36}' })
      const out = await ollamaAt(server).instruct('How old?', { format, modelOptions: { thinking: false } })
      expect([out.value.age, out.attempts, out.receipt.asked?.['thinking']]).toEqual([36, 2, 'left-out'])
      expect(out.warnings.map(({ code, option }) => [code, option])).toEqual([
        ['unsupported-option', 'thinking'],
      ])
      expect(asked().map((body) => body['think'])).toEqual([false, undefined])
    })
  })
})
