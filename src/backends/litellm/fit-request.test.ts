import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../../core/backend.ts'
import { collect, only, toRequest } from '../../testing/backend-subject.ts'
import { startRelay, type Relay } from '../../../test/relay.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from '../litellm.ts'

let relay: Relay
beforeAll(async () => {
  relay = await startRelay()
})
afterAll(() => relay.close())

const make = (modelId: string, more: Partial<LiteLLMBackendOptions> = {}): LiteLLMBackend =>
  new LiteLLMBackend({ modelId, apiKey: 'given-key', env: {}, fetch: relay.fetch, ...more })

/** The body and the warnings of one call. */
async function call(
  modelId: string,
  request: Partial<GenerateRequest>,
): Promise<{ body: Readonly<Record<string, unknown>>; warned: string[]; schema: unknown }> {
  const events = await collect(make(modelId).generate(toRequest(request)))
  const starts = only(events, 'start')
  const warned = starts.flatMap(({ warnings }) => warnings.map(({ option = '' }) => option))
  return { body: relay.last().body, warned, schema: starts[0]?.receipt.schema }
}

describe('parameters', () => {
  it('that the provider lacks are left out with a warning', async () => {
    const { body, warned } = await call('groq/x', {
      options: { logprobs: true, temperature: 0 },
      candidates: 2,
    })
    expect(body).not.toHaveProperty('logprobs')
    expect(body).not.toHaveProperty('n')
    expect(warned).toEqual(expect.arrayContaining(['logprobs', 'n']))
  })

  it('that the provider lacks are an error with drop_params: false', async () => {
    const before = relay.count()
    const options = { logprobs: true, drop_params: false }
    await expect(call('groq/x', { options })).rejects.toMatchObject({ code: 'unsupported' })
    expect(relay.count()).toBe(before)
  })

  it('that are allowed are sent, and those that are not wanted are not', async () => {
    const options = {
      logprobs: true,
      seed: 1,
      allowed_openai_params: ['logprobs'],
      additional_drop_params: ['seed'],
    }
    const { body, warned } = await call('groq/x', { options })
    expect(body).toMatchObject({ logprobs: true })
    expect(body).not.toHaveProperty('seed')
    expect(body).not.toHaveProperty('allowed_openai_params')
    expect(warned).toEqual([])
  })

  it('that the provider names otherwise have its name', async () => {
    expect((await call('codestral/x', { options: { seed: 7 } })).body).toMatchObject({ random_seed: 7 })
    expect((await call('codestral/x', {})).body).not.toHaveProperty('stream_options')
  })

  it('that only some models lack are left out for those', async () => {
    const options = { stopSequences: ['x'] }
    expect((await call('xai/grok-4-fast', { options })).body).not.toHaveProperty('stop')
    expect((await call('xai/grok-2', { options })).body).toMatchObject({ stop: ['x'] })
  })

  it('of other kinds go into the body', async () => {
    expect((await call('together_ai/x', { options: { min_p: 0.1 } })).body).toMatchObject({ min_p: 0.1 })
  })

  it('that belong to sessions say so', async () => {
    const { body, warned } = await call('groq/x', { options: { num_retries: 2, timeout: 5 } })
    expect(warned).toEqual(['num_retries', 'timeout'])
    expect(Object.keys(body)).not.toContain('num_retries')
  })

  it('may be headers', async () => {
    await call('groq/x', { options: { extra_headers: { 'x-team': 'a' } }, headers: { 'x-trace': 'b' } })
    expect(relay.last().headers).toMatchObject({ 'x-team': 'a', 'x-trace': 'b' })
  })
})

describe('tools', () => {
  const tools = [{ type: 'function', name: 'look', schema: { type: 'object', properties: {} } }] as const

  it('are not offered where nobody can be told not to call', async () => {
    const forbidden = await call('moonshot/kimi-thinking-preview', { tools, toolChoice: 'none' })
    expect(forbidden.body).not.toHaveProperty('tools')
    expect(forbidden.warned).toEqual([])
    const { body } = await call('groq/x', { tools, toolChoice: 'none' })
    expect(body).toMatchObject({ tools: [{ function: { name: 'look' } }], tool_choice: 'none' })
  })
})

describe('thinking', () => {
  const cases: readonly [model: string, thinking: unknown, body: object][] = [
    ['groq/x', true, { reasoning_effort: 'medium' }],
    ['groq/x', 'high', { reasoning_effort: 'high' }],
    ['groq/x', false, { reasoning_effort: 'none' }],
    ['deepseek/x', 'low', { thinking: { type: 'enabled' }, reasoning_effort: 'low' }],
    ['deepseek/x', 'none', { thinking: { type: 'disabled' } }],
    ['zai/x', true, { thinking: { type: 'enabled' } }],
    ['zai/x', false, { thinking: { type: 'disabled' } }],
    ['dashscope/x', { maxTokens: 500 }, { enable_thinking: true, thinking_budget: 500 }],
    ['lm_studio/x', false, { chat_template_kwargs: { enable_thinking: false } }],
    ['openai/o3', 'low', { reasoning_effort: 'low' }],
  ]
  it.each(cases)('%s takes %j as %j', async (model, thinking, expected) => {
    const { body } = await call(model, { options: { thinking } })
    expect(body).toMatchObject(expected)
    expect(Object.keys(body).includes('chat_template_kwargs')).toBe('chat_template_kwargs' in expected)
  })

  it('that cannot be said is a warning', async () => {
    expect((await call('codestral/x', { options: { thinking: true } })).warned).toEqual(['thinking'])
    expect((await call('cerebras/x', { options: { thinking: false } })).warned).toEqual(['thinking'])
    expect((await call('zai/x', { options: { thinking: 'high' } })).warned).toEqual(['thinking'])
  })
})

describe('schemas', () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }

  it('go along where they are taken', async () => {
    const { body, schema: receipt } = await call('groq/x', { schema })
    expect(body).toMatchObject({ response_format: { type: 'json_schema', json_schema: { schema } } })
    expect(receipt).toBe('requested')
  })

  it('are shown to the model where they are not, and the receipt says no more than that', async () => {
    const { body, warned, schema: receipt } = await call('deepseek/x', { schema })
    expect(body).toMatchObject({ response_format: { type: 'json_object' } })
    expect(JSON.stringify(body['messages'])).toContain('"role":"system"')
    expect(JSON.stringify(body['messages'])).toContain(JSON.stringify(JSON.stringify(schema)).slice(1, -1))
    expect(warned).toEqual(['format'])
    expect(receipt).toBe('requested')
  })

  it('are shown alone where there is no mode for JSON', async () => {
    const { body } = await call('gradient_ai/x', { schema })
    expect(body).not.toHaveProperty('response_format')
    expect(JSON.stringify(body['messages'])).toContain('JSON Schema')
  })

  it('are in OpenAI’s dialect at Azure', async () => {
    const azure = make('azure/x', { env: { AZURE_API_BASE: 'https://me.openai.azure.com' } })
    await collect(azure.generate(toRequest({ schema })))
    expect(relay.last().body).toMatchObject({
      response_format: { json_schema: { strict: true, schema: { additionalProperties: false } } },
    })
  })
})
