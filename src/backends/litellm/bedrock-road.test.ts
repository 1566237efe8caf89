import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../../core/backend.ts'
import type { JsonObject } from '../../core/json.ts'
import { textMessage } from '../../core/message.ts'
import { backendContract } from '../../testing/backend-contract.ts'
import { collect, joined, only, toRequest } from '../../testing/backend-subject.ts'
import type { FakeServer } from '../../testing/fake-server.ts'
import { startFakeBedrock } from '../../../test/fake-bedrock.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from '../litellm.ts'

const NOVA = 'bedrock/converse/us.amazon.nova-pro-v1:0'
const CLAUDE = 'bedrock/anthropic.claude-sonnet-4-20250514-v1:0'
const token = { AWS_BEARER_TOKEN_BEDROCK: 'bearer-token' }

async function withServer(
  use: (
    server: FakeServer,
    make: (modelId: string, more?: Partial<LiteLLMBackendOptions>) => LiteLLMBackend,
  ) => Promise<void>,
): Promise<void> {
  const server = await startFakeBedrock()
  try {
    await use(
      server,
      (modelId, more) => new LiteLLMBackend({ modelId, baseURL: server.url, env: token, ...more }),
    )
  } finally {
    await server.close()
  }
}

/** What is sent, and what is warned of. */
async function sent(
  modelId: string,
  request: Partial<GenerateRequest>,
): Promise<{ body: Record<string, unknown>; warned: unknown[] }> {
  let found: { body: Record<string, unknown>; warned: unknown[] } = { body: {}, warned: [] }
  await withServer(async (server, make) => {
    const events = await collect(make(modelId).generate(toRequest(request)))
    const warned = only(events, 'start').flatMap(({ warnings }) => warnings.map(({ option }) => option))
    found = { body: { ...server.requests.at(-1)?.body }, warned }
  })
  return found
}

describe('the contract of backends, over Converse', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeBedrock()
      return { server, backend: new LiteLLMBackend({ modelId: NOVA, baseURL: server.url, env: token }) }
    },
    unsupported: { options: { logprobs: true } },
    schemaReceipt: 'requested',
    cannotEmbed: 'Converse has no vectors',
    skip: {
      'sends options, headers and extraBody, and changes none of them':
        'Converse has no seed: its own test is below',
    },
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

it('runs the example of the brief', async () => {
  await withServer(async (server, make) => {
    const backend = make(NOVA)
    expect(backend).toMatchObject({ provider: 'bedrock', modelId: NOVA })
    expect(joined(await collect(backend.generate(toRequest())))).toBe('Hello!')
    expect(server.requests[0]).toMatchObject({
      path: '/model/us.amazon.nova-pro-v1%3A0/converse-stream',
      headers: { authorization: 'Bearer bearer-token' },
      body: { messages: [{ role: 'user', content: [{ text: 'Say hello.' }] }] },
    })
  })
})

describe('addresses', () => {
  const urlOf = async (modelId: string, env: object, options: object = {}): Promise<string> => {
    let url = ''
    const fetch: typeof globalThis.fetch = (input) => {
      url = String(input instanceof Request ? input.url : input)
      return Promise.resolve(Response.json({ message: 'enough' }, { status: 400 }))
    }
    const backend = new LiteLLMBackend({ modelId, env: { ...token, ...env }, fetch })
    await collect(backend.generate(toRequest({ options: { ...options } }))).catch(() => undefined)
    return new URL(url).host
  }

  it('follow the region of the call, the name, the variables, and LiteLLM’s own', async () => {
    expect(await urlOf(NOVA, {})).toBe('bedrock-runtime.us-west-2.amazonaws.com')
    expect(await urlOf(NOVA, { AWS_REGION: 'eu-west-1' })).toBe('bedrock-runtime.eu-west-1.amazonaws.com')
    const both = { AWS_REGION: 'eu-west-1', AWS_REGION_NAME: 'us-east-2' }
    expect(await urlOf(NOVA, both)).toBe('bedrock-runtime.us-east-2.amazonaws.com')
    expect(await urlOf('bedrock/ap-south-1/x.y', both)).toBe('bedrock-runtime.ap-south-1.amazonaws.com')
    expect(await urlOf(NOVA, both, { aws_region_name: 'us-east-1' })).toBe(
      'bedrock-runtime.us-east-1.amazonaws.com',
    )
    expect(await urlOf(NOVA, { AWS_BEDROCK_RUNTIME_ENDPOINT: 'https://vpc.example' })).toBe('vpc.example')
  })

  it('know models by their ARN, and not those of one’s own', async () => {
    const arn = 'arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-pro-v1:0'
    await withServer(async (server, make) => {
      await collect(make(`bedrock/converse/${arn}`).generate(toRequest()))
      expect(server.requests[0]?.path).toBe(`/model/${encodeURIComponent(arn)}/converse-stream`)
      await expect(collect(make('bedrock/llama/arn:x').generate(toRequest()))).rejects.toThrow(
        /litellm_proxy/,
      )
    })
  })
})

describe('credentials', () => {
  it('sign what is sent where there is no token', async () => {
    await withServer(async (server, make) => {
      const env = {
        AWS_ACCESS_KEY_ID: 'AKID',
        AWS_SECRET_ACCESS_KEY: 'hush',
        AWS_SESSION_TOKEN: 'session',
        AWS_REGION: 'eu-west-1',
      }
      await collect(make(NOVA, { env }).generate(toRequest()))
      const { headers = {} } = server.requests[0] ?? {}
      expect(headers['authorization']).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
      )
      expect(headers['x-amz-security-token']).toBe('session')
    })
  })

  it('come from a profile, else from the package of AWS', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mellea-aws-'))
    try {
      const file = join(folder, 'credentials')
      writeFileSync(
        file,
        '[default]\naws_access_key_id = A\naws_secret_access_key = B\n\n[team]\naws_access_key_id=TEAM\naws_secret_access_key=C\n',
      )
      await withServer(async (server, make) => {
        const env = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: 'team' }
        await collect(make(NOVA, { env }).generate(toRequest()))
        expect(server.requests[0]?.headers['authorization']).toContain('Credential=TEAM/')
        const fromNodeProviderChain = () => () =>
          Promise.resolve({ accessKeyId: 'CHAIN', secretAccessKey: 'D' })
        const importPackage = (): Promise<unknown> => Promise.resolve({ fromNodeProviderChain })
        await collect(make(NOVA, { env: {}, importPackage }).generate(toRequest()))
        expect(server.requests[1]?.headers['authorization']).toContain('Credential=CHAIN/')
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('that are missing are named, with the package that finds more', async () => {
    await withServer(async (server, make) => {
      const importPackage = (): Promise<unknown> => Promise.reject(new Error('not there'))
      const backend = make(NOVA, { env: {}, importPackage })
      await expect(backend.prepare({ signal: new AbortController().signal })).rejects.toMatchObject({
        code: 'missing-peer',
      })
      await expect(collect(backend.generate(toRequest()))).rejects.toThrow(
        /AWS_BEARER_TOKEN_BEDROCK.*AWS_ACCESS_KEY_ID.*npm install @aws-sdk\/credential-providers/,
      )
      expect(server.requests).toEqual([])
    })
  })
})

it('shows no token and no signature, whatever Bedrock repeats', async () => {
  const keys = {
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'very-hush-hush',
    AWS_SESSION_TOKEN: 'session-secret',
  }
  for (const env of [{ AWS_BEARER_TOKEN_BEDROCK: 'bearer-secret' }, keys]) {
    const fetch: typeof globalThis.fetch = (_, init) => {
      const message = `You sent ${JSON.stringify([...new Headers(init?.headers)])}`
      return Promise.resolve(Response.json({ message }, { status: 403 }))
    }
    const backend = new LiteLLMBackend({ modelId: NOVA, env, fetch })
    const error: unknown = await collect(backend.generate(toRequest())).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'unauthorized', provider: 'bedrock' })
    const traces = inspect([error, backend], { showHidden: true, depth: 9 })
    expect(traces).toContain('***')
    expect(traces).not.toMatch(/bearer-secret|very-hush|session-secret|Signature=[0-9a-f]{8}/)
  }
})

it('tells what Bedrock means by a bad request', async () => {
  await withServer(async (server, make) => {
    server.reply({ status: 400, error: 'Input is too long for requested model.' })
    await expect(collect(make(NOVA).generate(toRequest()))).rejects.toMatchObject({
      code: 'context-overflow',
    })
    server.reply({ status: 400, error: 'The provided model identifier is invalid.' })
    await expect(collect(make(NOVA).generate(toRequest()))).rejects.toMatchObject({ code: 'model-not-found' })
  })
})

describe('what is sent', () => {
  it('has options where Converse wants them, others where the model does', async () => {
    const options = {
      maxNewTokens: 5,
      temperature: 0.5,
      topP: 0.9,
      stopSequences: ['x'],
      topK: 3,
      odd: 1,
      seed: 7,
      extraBody: { requestMetadata: { a: 'b' } },
    }
    const { body, warned } = await sent(CLAUDE, { options })
    expect(body).toMatchObject({
      inferenceConfig: { maxTokens: 5, temperature: 0.5, topP: 0.9, stopSequences: ['x'] },
      additionalModelRequestFields: { top_k: 3, odd: 1 },
      requestMetadata: { a: 'b' },
    })
    expect(warned).toEqual(['seed'])
    expect((await sent(NOVA, { options: { topK: 3 } })).body).toMatchObject({
      additionalModelRequestFields: { inferenceConfig: { topK: 3 } },
    })
  })

  it('has turns that alternate, the system apart, and no text of nothing', async () => {
    const messages = [
      textMessage('system', 'Be brief.'),
      textMessage('user', 'Hi.'),
      textMessage('user', 'You?'),
      textMessage('assistant', ''),
      textMessage('user', 'Well?'),
    ]
    const { body } = await sent(NOVA, { messages })
    expect(body).toMatchObject({
      system: [{ text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ text: 'Hi.' }, { text: 'You?' }, { text: 'Well?' }] }],
    })
  })

  it('has pictures and papers as bytes', async () => {
    const parts = [
      { type: 'file', mediaType: 'image/png', data: new Uint8Array([1, 2]) },
      { type: 'file', mediaType: 'application/pdf', data: new Uint8Array([3]), name: 'a/b.pdf' },
    ] as const
    const { body } = await sent(NOVA, { messages: [{ role: 'user', parts }] })
    expect(body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { image: { format: 'png', source: { bytes: 'AQI=' } } },
          { document: { format: 'pdf', name: 'a b pdf', source: { bytes: 'Aw==' } } },
        ],
      },
    ])
    const far = { type: 'file', mediaType: 'image/png', data: new URL('https://x.example/a.png') } as const
    await expect(sent(NOVA, { messages: [{ role: 'user', parts: [far] }] })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('has the tools of earlier calls, without which it is refused', async () => {
    const call = { type: 'tool-call', id: 'c1', name: 'look', arguments: '{"a":1}' } as const
    const result = { type: 'tool-result', id: 'c1', name: 'look', parts: [], failed: true } as const
    const messages = [
      textMessage('user', 'Look.'),
      { role: 'assistant', parts: [call] } as const,
      { role: 'tool', parts: [result] } as const,
    ]
    const { body } = await sent(NOVA, { messages })
    expect(body).toMatchObject({
      messages: [
        {},
        { role: 'assistant', content: [{ toolUse: { toolUseId: 'c1', name: 'look', input: { a: 1 } } }] },
        { role: 'user', content: [{ toolResult: { toolUseId: 'c1', status: 'error' } }] },
      ],
      toolConfig: { tools: [{ toolSpec: { name: 'look' } }] },
    })
  })

  it.each([
    [CLAUDE, 'high', { thinking: { type: 'enabled', budget_tokens: 4096 } }],
    [CLAUDE, { maxTokens: 3000 }, { thinking: { type: 'enabled', budget_tokens: 3000 } }],
    [CLAUDE, false, { thinking: { type: 'disabled' } }],
    [
      'bedrock/us.anthropic.claude-opus-4-6-v1',
      'low',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'low' } },
    ],
    [
      'bedrock/us.amazon.nova-2-lite-v1:0',
      'low',
      { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
    ],
    ['bedrock/openai.gpt-oss-20b-1:0', true, { reasoning_effort: 'medium' }],
  ])('tells %s to think %j as %j', async (modelId, thinking, fields) => {
    expect((await sent(modelId, { options: { thinking } })).body).toMatchObject({
      additionalModelRequestFields: fields,
    })
  })

  it('says when a model cannot be told', async () => {
    expect((await sent(NOVA, { options: { thinking: true } })).warned).toEqual(['thinking'])
  })
})

describe('a schema', () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } as const

  it('is a tool that has to be called, whose arguments are the answer', async () => {
    await withServer(async (server, make) => {
      server.always({ toolCalls: [{ name: 'json_answer', arguments: { name: 'Ada' } }] })
      for (const transport of ['stream', 'unary'] as const) {
        const events = await collect(make(NOVA).generate(toRequest({ schema, transport })))
        expect(JSON.parse(joined(events))).toEqual({ name: 'Ada' })
        expect(only(events, 'part')).toEqual([])
        expect(events.at(-1)).toMatchObject({ reason: 'stop' })
      }
      expect(server.requests[0]?.body['toolConfig']).toMatchObject({
        tools: [{ toolSpec: { inputSchema: { json: schema } } }],
        toolChoice: { tool: { name: 'json_answer' } },
      })
    })
  })

  it('is what newer models of Claude are held to, also while they think, where their dialect has all of it', async () => {
    const modelId = 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
    await withServer(async (server, make) => {
      server.always({ text: '{"name":"Ada"}' })
      const receipt = async (shape: JsonObject, options: object = {}): Promise<unknown> => {
        const events = await collect(
          make(modelId).generate(toRequest({ schema: shape, options: { ...options } })),
        )
        return only(events, 'start')[0]?.receipt.schema
      }
      expect(await receipt(schema, { thinking: true })).toBe('enforced')
      const { outputConfig } = { ...server.requests.at(-1)?.body }
      expect(outputConfig).toEqual({
        textFormat: {
          type: 'json_schema',
          structure: {
            jsonSchema: {
              name: 'answer',
              schema: JSON.stringify({ ...schema, additionalProperties: false }),
            },
          },
        },
      })
      const age = {
        type: 'object',
        properties: { age: { type: 'integer', minimum: 0 } },
        required: ['age'],
      } as const
      expect(await receipt(age)).toBe('requested')
      expect(server.requests.at(-1)?.body).not.toHaveProperty('outputConfig')
      // a property may be called like a keyword
      const named = {
        type: 'object',
        properties: { pattern: { type: 'string' } },
        required: ['pattern'],
      } as const
      expect(await receipt(named)).toBe('enforced')
    })
  })

  it('is only shown beside thinking, and that is said', async () => {
    const { body, warned } = await sent(CLAUDE, { schema, options: { thinking: true } })
    expect(body).not.toHaveProperty('toolConfig')
    expect(JSON.stringify(body['system'])).toContain('JSON Schema')
    expect(warned).toEqual(['format'])
  })
})

it('gives signed thoughts back unchanged', async () => {
  await withServer(async (server, make) => {
    server.reply({ thinking: 'Hm.', toolCalls: [{ id: 'c1', name: 'look', arguments: {} }] })
    const backend = make(CLAUDE)
    const first = await collect(backend.generate(toRequest()))
    const parts = only(first, 'part').map(({ value }) => value)
    expect(parts[0]).toEqual({ type: 'thinking', text: 'Hm.', state: { bedrock: { signature: 'c2lnbmVk' } } })
    const result = {
      type: 'tool-result',
      id: 'c1',
      name: 'look',
      parts: [{ type: 'text', text: 'ok' }],
    } as const
    const messages = [
      textMessage('user', 'Hi.'),
      { role: 'assistant', parts } as const,
      { role: 'tool', parts: [result] } as const,
    ]
    await collect(backend.generate(toRequest({ messages })))
    expect(JSON.stringify(server.requests[1]?.body)).toContain(
      '{"reasoningContent":{"reasoningText":{"text":"Hm.","signature":"c2lnbmVk"}}}',
    )
  })
})
