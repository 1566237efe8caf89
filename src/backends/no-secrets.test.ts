import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Backend } from '../core/backend.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { debugEmbed, debugLog } from '../telemetry/debug-log.ts'
import { record } from '../testing/record.ts'
import type { Fetch } from '../http/transport.ts'
import { leaksOf, shownForms, spellings } from '../../test/secret-traces.ts'
import { AnthropicBackend } from './anthropic.ts'
import { LiteLLMBackend } from './litellm.ts'
import { OllamaModelBackend } from './ollama.ts'
import { OpenAIBackend } from './openai.ts'

const folder = mkdtempSync(join(tmpdir(), 'mellea-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Where a secret may come from, and how it is then given. */
interface Way {
  readonly name: string
  /** Ollama takes no query in its address. */
  readonly only?: string
  readonly options: (secret: string) => {
    readonly apiKey?: string
    readonly headers?: { readonly [name: string]: string }
    readonly baseURL?: string | undefined
    readonly env?: { readonly [name: string]: string }
  }
}

const host = 'https://models.test/v1'
const ways: readonly Way[] = [
  { name: 'apiKey', options: (apiKey) => ({ apiKey }) },
  { name: 'authorization', options: (key) => ({ headers: { Authorization: `Bearer ${key}` } }) },
  { name: 'x-api-key', options: (key) => ({ headers: { 'x-api-key': key } }) },
  { name: 'cookie', options: (key) => ({ headers: { cookie: `session=${key}` } }) },
  {
    name: 'password',
    options: (key) => ({ baseURL: host.replace('://', `://somebody:${encodeURIComponent(key)}@`) }),
  },
  {
    name: 'query',
    only: 'openai',
    options: (key) => ({ baseURL: `${host}?api-key=${encodeURIComponent(key)}` }),
  },
  {
    name: 'environment',
    options: (key) => ({
      baseURL: undefined,
      env: {
        OPENAI_API_KEY: key,
        OLLAMA_API_KEY: key,
        ANTHROPIC_API_KEY: key,
        ANTHROPIC_BASE_URL: host,
        OPENAI_BASE_URL: host,
        HOSTED_VLLM_API_KEY: key,
        HOSTED_VLLM_API_BASE: host,
        OLLAMA_HOST: 'https://x.ollama.com',
      },
    }),
  },
]

const backends = {
  ollama: (options: object, fetch: Fetch): Backend => new OllamaModelBackend({ env: {}, ...options, fetch }),
  openai: (options: object, fetch: Fetch): Backend =>
    new OpenAIBackend({ modelId: 'tiny', env: {}, ...options, fetch }),
  'openai responses': (options: object, fetch: Fetch): Backend =>
    new OpenAIBackend({ modelId: 'tiny', api: 'responses', env: {}, ...options, fetch }),
  anthropic: (options: object, fetch: Fetch): Backend =>
    new AnthropicBackend({ modelId: 'claude-tiny', env: {}, ...options, fetch }),
  litellm: (options: object, fetch: Fetch): Backend =>
    new LiteLLMBackend({ modelId: 'hosted_vllm/tiny', env: {}, ...options, fetch }),
}

/** A server, or a network, that repeats all that it was told in the worst places. */
type Trouble = (seen: readonly string[], request: RequestInit) => Response | Promise<Response>

const json = (value: unknown, init: ResponseInit = {}): Response => Response.json(value, init)
const html = (seen: readonly string[]): string => `<html><pre>${seen.join('\n')}</pre></html>`
const escaped = (text: string): string =>
  JSON.stringify(text).replaceAll(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)

const troubles: { readonly [name: string]: Trouble } = {
  'a refusal that repeats the key': (seen) =>
    json(
      { error: { message: `Incorrect API key provided: ${seen.join(', ')}`, code: 'invalid_api_key' } },
      { status: 401 },
    ),
  'a refusal that is a text': (seen) => new Response(`no entry for ${seen.join(' ')}`, { status: 403 }),
  'a refusal with the key behind escapes': (seen) =>
    new Response(`{"error":{"message":${escaped(seen.join(' '))}}}`, { status: 400 }),
  'a page instead of a reply': (seen) => new Response(html(seen), { status: 502 }),
  'a page that pretends to be a reply': (seen) => new Response(html(seen)),
  'a reply with a broken end': (seen) => new Response(`{"model":"m","debug":${JSON.stringify(seen)},"x":`),
  'a reply that says nothing': (seen) => json({ debug: seen }),
  'an error in a reply that began well': (seen) =>
    json({ error: { message: `crashed with ${seen.join(' ')}`, headers: seen } }),
  'a way to somewhere else': (seen) =>
    new Response(null, {
      status: 307,
      headers: { location: `https://else.test/${encodeURIComponent(seen.join(' '))}` },
    }),
  'a network that quotes the request': (seen, request) => {
    const inner = Object.assign(new Error(`bad header ${seen.join(' ')}`), { headers: request.headers, seen })
    throw Object.assign(new TypeError(`failed for ${seen.join(' ')}`, { cause: inner }), {
      config: { seen },
      request,
    })
  },
  'a network with several failures': (seen) => {
    throw new AggregateError([new Error(seen.join(' ')), new Error('and another')], seen.join(' '))
  },
  'a network that throws no error': (seen) => {
    // eslint-disable-next-line no-throw-literal -- as some do
    throw { seen } as unknown
  },
  'a body that breaks off': (seen) =>
    new Response(
      new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode(`{"model":"m","debug":${JSON.stringify(seen)}\n`))
          stream.error(new Error(`lost ${seen.join(' ')}`))
        },
      }),
    ),
  'an answer with an echo beside it': (seen) =>
    json({
      model: 'tiny',
      debug: seen,
      message: { content: 'Hi.' },
      done: true,
      choices: [{ index: 0, message: { content: 'Hi.' }, finish_reason: 'stop' }],
      stop_reason: 'end_turn',
      content: [
        { type: 'text', text: 'Hi.', citations: [{ type: 'page_location', cited_text: seen.join(' ') }] },
        { type: 'web_search_tool_result', tool_use_id: 'srv_1', content: seen },
      ],
      output: [
        { id: 'rs_1', type: 'reasoning', summary: [], debug: seen },
        { id: 'ws_1', type: 'web_search_call', debug: seen },
        { id: 'msg_1', type: 'message', content: [{ type: 'output_text', text: 'Hi.' }], debug: seen },
      ],
    }),
}

/** What a server has seen of a request: every header, every one decoded, and the address. */
function seenIn(url: string, { headers }: RequestInit): readonly string[] {
  const values = Object.values({ ...(headers as { readonly [name: string]: string }) })
  const bare = values.map((value) => value.replace(/^\w+ /, ''))
  const basic = values.filter((value) => value.startsWith('Basic '))
  return [
    ...values,
    ...bare,
    ...basic.map((value) => Buffer.from(value.slice(6), 'base64').toString()),
    url,
    decodeURIComponent(url),
  ]
}

/** All that a program could print, keep or send on after one call of each kind. */
async function tracesOf(backend: Backend): Promise<string> {
  const file = join(folder, `${Math.random()}.json`)
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const m = new MelleaSession({
    backend: record(file, backend),
    middleware: [debugLog(write)],
    maxRetries: 0,
    prices: { '*': { input: 1, output: 1 } },
  })
  const { signal } = new AbortController()
  const logged = backend.embed && debugEmbed(write, backend, backend.embed.bind(backend))
  const outcomes: unknown[] = await Promise.all(
    [
      m.chat('Hello.'),
      m.chat('Hello.', { stream: false }),
      m.embed(['a']),
      logged?.({ texts: ['a'], signal }),
      backend.capabilities(signal),
      backend.prepare?.({ signal }),
    ].map((work) => Promise.resolve(work).catch((error: unknown) => error)),
  )
  const kept = [m, m.backend, m.ledger, backend, ...outcomes].map(shownForms)
  return [...kept, ...lines, readFileSync(file, 'utf8')].join('\n')
}

const plainKey = 'sk-live-4f9A7c2E8b1D6a3F'
const letters = Array.from('abcdefghijkmnpqrstuvwxyzABCDEFGH23456789-_./+=~"\'\\<>&%#?@:')
const anyKey = fc
  .array(fc.constantFrom(...letters), { minLength: 14, maxLength: 40 })
  .map((all) => `k${all.join('')}9`)

for (const [provider, make] of Object.entries(backends))
  describe(`${provider} shows no secret`, () => {
    for (const [name, trouble] of Object.entries(troubles))
      it(`after ${name}`, async () => {
        const check = async ({ options }: Way, secret: string): Promise<void> => {
          let told = ''
          const fetch: Fetch = async (url, init = {}) => {
            const seen = seenIn(toAddress(url), init)
            told += seen.join('\n')
            return trouble(seen, init)
          }
          const traces = await tracesOf(make({ baseURL: host, ...options(secret) }, fetch))
          expect(leaksOf(secret, traces)).toEqual([])
          expect(
            spellings(secret).some((form) => told.includes(form)),
            'the secret was never sent',
          ).toBe(true)
        }
        const own = ways.filter(({ only = provider }) => provider.startsWith(only))
        for (const way of own) await check(way, plainKey)
        await fc.assert(fc.asyncProperty(fc.constantFrom(...own), anyKey, check), { numRuns: 12 })
      })
  })

function toAddress(input: Parameters<Fetch>[0]): string {
  return input instanceof Request ? input.url : String(input)
}
