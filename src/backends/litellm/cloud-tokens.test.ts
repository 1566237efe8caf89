import { generateKeyPairSync, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { collect, joined, toRequest } from '../../testing/backend-subject.ts'
import { LiteLLMBackend } from '../litellm.ts'
import { expiringToken } from './expiring-token.ts'

const folder = mkdtempSync(join(tmpdir(), 'mellea-tokens-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Seen {
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

const completion = [
  { choices: [{ index: 0, delta: { content: 'Hello!' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
]
  .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
  .join('')

/** A network of two places: one gives tokens, the other answers. */
function network(token: () => Response): { readonly fetch: typeof globalThis.fetch; readonly seen: Seen[] } {
  const seen: Seen[] = []
  return {
    seen,
    fetch: (input, init) => {
      const url = String(input instanceof Request ? input.url : input)
      seen.push({
        url,
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? init.body : '',
      })
      const asksForToken = /token/.test(new URL(url).pathname)
      return Promise.resolve(
        asksForToken
          ? token()
          : new Response(completion, { headers: { 'content-type': 'text/event-stream' } }),
      )
    },
  }
}

const granted = (): Response => Response.json({ access_token: 'eyJhIjoxfQ.eyJiIjoyfQ.sig', expires_in: 3600 })

function file(content: object): string {
  const path = join(folder, `${Math.random()}.json`)
  writeFileSync(path, JSON.stringify(content))
  return path
}

describe('Vertex AI', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const account = {
    type: 'service_account',
    client_email: 'me@acme.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://oauth2.googleapis.com/token',
    project_id: 'acme-42',
  }

  it('is asked with a token of the service account, signed with its key, got once', async () => {
    const { fetch, seen } = network(granted)
    const env = { GOOGLE_APPLICATION_CREDENTIALS: file(account), VERTEXAI_LOCATION: 'europe-west4' }
    const backend = new LiteLLMBackend({ modelId: 'vertex_ai/gemini-2.5-pro', env, fetch })
    expect(joined(await collect(backend.generate(toRequest())))).toBe('Hello!')
    await collect(backend.generate(toRequest()))
    expect(seen.map(({ url }) => url)).toEqual([
      'https://oauth2.googleapis.com/token',
      ...Array<string>(2).fill(
        'https://europe-west4-aiplatform.googleapis.com/v1/projects/acme-42/locations/europe-west4/endpoints/openapi/chat/completions',
      ),
    ])
    const [head = '', claims = '', signature = ''] = (
      new URLSearchParams(seen[0]?.body).get('assertion') ?? ''
    ).split('.')
    expect(
      verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url')),
    ).toBe(true)
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: account.client_email,
      aud: account.token_uri,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
    })
    expect(seen[1]?.headers.get('authorization')).toBe('Bearer eyJhIjoxfQ.eyJiIjoyfQ.sig')
    expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({ model: 'google/gemini-2.5-pro' })
  })

  it('is asked with a token of a user of gcloud, or of the machine', async () => {
    const { fetch, seen } = network(granted)
    const user = { type: 'authorized_user', client_id: 'id', client_secret: 'hush', refresh_token: 'again' }
    const env = { VERTEXAI_CREDENTIALS: JSON.stringify(user), VERTEXAI_PROJECT: 'p' }
    await collect(
      new LiteLLMBackend({ modelId: 'vertex_ai/meta/llama-4-maas', env, fetch }).generate(toRequest()),
    )
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'again',
    })
    expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({ model: 'meta/llama-4-maas' })
    const bare = { VERTEXAI_PROJECT: 'p', VERTEXAI_LOCATION: 'global' }
    await collect(
      new LiteLLMBackend({ modelId: 'vertex_ai_beta/gemini-x', env: bare, fetch }).generate(toRequest()),
    )
    expect(seen[2]).toMatchObject({
      url: expect.stringContaining('http://metadata.google.internal/') as string,
    })
    expect(seen[2]?.headers.get('metadata-flavor')).toBe('Google')
    expect(seen[3]?.url).toMatch(
      /^https:\/\/aiplatform\.googleapis\.com\/v1\/projects\/p\/locations\/global\//,
    )
  })

  it('may be elsewhere for one call', async () => {
    const { fetch, seen } = network(granted)
    const env = { VERTEXAI_PROJECT: 'p' }
    const backend = new LiteLLMBackend({ modelId: 'vertex_ai/gemini-x', apiKey: 'token', env, fetch })
    const options = { vertex_project: 'q', vertex_location: 'us-east5', temperature: 0 }
    await collect(backend.generate(toRequest({ options })))
    expect(seen[0]?.url).toMatch(/us-east5.*projects\/q\/locations\/us-east5/)
    expect(JSON.parse(seen[0]?.body ?? '')).not.toHaveProperty('vertex_project')
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token')
  })

  it('says what is missing', async () => {
    const { fetch } = network(granted)
    const of = (modelId: string, env: object): Promise<unknown> =>
      collect(new LiteLLMBackend({ modelId, env: { ...env }, fetch }).generate(toRequest()))
    await expect(of('vertex_ai/gemini-x', {})).rejects.toThrow(/set VERTEXAI_PROJECT/)
    const lost = { GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'no-such-file.json') }
    await expect(of('vertex_ai/gemini-x', { VERTEXAI_PROJECT: 'p', ...lost })).rejects.toThrow(/no such file/)
    const odd = { VERTEXAI_CREDENTIALS: '{"type":"external_account"}' }
    await expect(of('vertex_ai/gemini-x', { VERTEXAI_PROJECT: 'p', ...odd })).rejects.toThrow(
      /external_account.*`apiKey`/,
    )
    await expect(of('vertex_ai/claude-x', { VERTEXAI_PROJECT: 'p' })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('tells nobody what the place of tokens said: it may repeat the credentials', async () => {
    const { fetch } = network(() => Response.json({ error: 'again is not valid' }, { status: 400 }))
    const user = { type: 'authorized_user', client_id: 'id', client_secret: 'hush', refresh_token: 'again' }
    const env = { VERTEXAI_CREDENTIALS: JSON.stringify(user), VERTEXAI_PROJECT: 'p' }
    const backend = new LiteLLMBackend({ modelId: 'vertex_ai/gemini-x', env, fetch })
    const error: unknown = await collect(backend.generate(toRequest())).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'unauthorized', provider: 'vertex_ai' })
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/again is|hush/)
    expect(String(error)).toMatch(/gave no token \(400\).*gcloud auth/)
  })
})

it('asks Azure with a token of Entra for an application', async () => {
  const { fetch, seen } = network(granted)
  const env = {
    AZURE_API_BASE: 'https://me.openai.azure.com',
    AZURE_TENANT_ID: 'tenant',
    AZURE_CLIENT_ID: 'client',
    AZURE_CLIENT_SECRET: 'hush',
  }
  const backend = new LiteLLMBackend({ modelId: 'azure/gpt', env, fetch })
  await collect(backend.generate(toRequest()))
  await collect(backend.generate(toRequest()))
  expect(seen.map(({ url }) => new URL(url).host)).toEqual([
    'login.microsoftonline.com',
    'me.openai.azure.com',
    'me.openai.azure.com',
  ])
  expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'client',
    client_secret: 'hush',
    scope: 'https://cognitiveservices.azure.com/.default',
  })
  expect(seen[1]?.headers.get('authorization')).toMatch(/^Bearer eyJ/)
  expect(seen[1]?.headers.get('api-key')).toBeNull()
})

it('gets a token again when it is about to end, once for all who wait, and after a failure', async () => {
  let now = 0
  let count = 0
  const get = expiringToken(
    async () => {
      count += 1
      if (count === 2) throw new Error('later')
      return { token: `token-${count}`, expiresAt: now + 100_000 }
    },
    () => now,
  )
  expect(await Promise.all([get(), get()])).toEqual(['token-1', 'token-1'])
  now = 39_000
  expect(await get()).toBe('token-1')
  now = 41_000
  await expect(get()).rejects.toThrow('later')
  expect(await get()).toBe('token-3')
})
