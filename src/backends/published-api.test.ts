import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { GenerateRequest } from '../core/backend.ts'
import type { EmbedRequest } from '../core/embedding.ts'
import { toRequest } from '../testing/backend-subject.ts'
import { ollamaEmbed } from './wire/ollama-embed.ts'
import { ollamaRequest } from './wire/ollama-request.ts'
import { openaiChatRequest } from './wire/openai-chat-request.ts'
import { openaiEmbed } from './wire/openai-embed.ts'
import { openaiQuirks } from './wire/openai-quirks.ts'

const ollama = await publishedApi('ollama.yaml')
const openai = await publishedApi('openai.json')

const image = { type: 'file', mediaType: 'image/png', data: new Uint8Array([255]) } as const
const call = { type: 'tool-call', id: 'call_1', name: 'add', arguments: '{"a":1}' } as const
const result = {
  type: 'tool-result',
  id: 'call_1',
  name: 'add',
  parts: [{ type: 'text', text: '2' }],
} as const
const everything: Partial<GenerateRequest> = {
  messages: [
    { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', parts: [{ type: 'text', text: 'See this.' }, image] },
    { role: 'assistant', parts: [{ type: 'thinking', text: 'Add.' }, call] },
    { role: 'tool', parts: [result] },
  ],
  tools: [
    { type: 'function', name: 'add', description: 'Adds.', schema: { type: 'object', properties: {} } },
  ],
  toolChoice: { name: 'add' },
  schema: { type: 'object', properties: { a: { type: 'string' } } },
  options: {
    temperature: 1,
    seed: 1,
    maxNewTokens: 1,
    stopSequences: ['x'],
    topP: 1,
    presencePenalty: 0,
    frequencyPenalty: 0,
    thinking: 'high',
    logprobs: true,
    top_logprobs: 2,
  },
}

it.skipIf(typeof ollama === 'string')('a request to Ollama fits its published description', async () => {
  const fetched = async (): Promise<Uint8Array> => new Uint8Array()
  const { body } = await ollamaRequest(toRequest(everything), { modelId: 'm', keepAlive: -1, fetched })
  expect(violations(ollama, 'ChatRequest', JSON.parse(body))).toEqual([])
  expect(
    violations(ollama, 'ChatRequest', { ...JSON.parse(body), think: 'banana', keepalive: 1 }),
  ).toHaveLength(2)
})

it.skipIf(typeof openai === 'string')('a request to OpenAI fits its published description', () => {
  const native = { parallel_tool_calls: false, service_tier: 'flex', user: 'u', verbosity: 'low' }
  const request = toRequest({
    ...everything,
    candidates: 2,
    affinity: 'p',
    options: { ...everything.options, ...native },
  })
  const { body } = openaiChatRequest(request, 'm', openaiQuirks('https://api.openai.com/v1', undefined))
  expect(violations(openai, 'CreateChatCompletionRequest', JSON.parse(body))).toEqual([])
  const wrong = { ...JSON.parse(body), temperature: 'hot', reasoning_effort: true, top_k: 1 }
  expect(violations(openai, 'CreateChatCompletionRequest', wrong).length).toBeGreaterThan(2)
})

it.skipIf(typeof ollama === 'string')('a request for vectors fits what Ollama has published', async () => {
  const body = await bodyOf((post) => ollamaEmbed(vectors, { modelId: 'm', keepAlive: '5m', post }))
  expect(body).toMatchObject({ truncate: false, dimensions: 8 })
  expect(violations(ollama, 'EmbedRequest', body)).toEqual([])
  expect(violations(ollama, 'EmbedRequest', { ...body, input: 5 })).not.toEqual([])
})

it.skipIf(typeof openai === 'string')('a request for vectors fits what OpenAI has published', async () => {
  const quirks = openaiQuirks('https://api.openai.com/v1', undefined)
  const body = await bodyOf((post) => openaiEmbed(vectors, { modelId: 'm', quirks, post }))
  expect(violations(openai, 'CreateEmbeddingRequest', body)).toEqual([])
  expect(violations(openai, 'CreateEmbeddingRequest', { ...body, encoding_format: 'hex' })).not.toEqual([])
})

const vectors: EmbedRequest = { texts: ['a', 'b'], dimensions: 8, signal: new AbortController().signal }

/** What would be posted. */
async function bodyOf(embed: (post: (body: string) => Promise<never>) => Promise<unknown>): Promise<object> {
  let sent = ''
  const stopped = new Error('it is not sent')
  await expect(embed((body) => ((sent = body), Promise.reject(stopped)))).rejects.toBe(stopped)
  return JSON.parse(sent) as object
}

function violations(api: PublishedApi | string, name: string, value: unknown): readonly string[] {
  return typeof api === 'string' ? [api] : api.violations(name, value)
}

type Schema = { readonly [keyword: string]: unknown }

/** A published description of an API, and what in a value does not fit a schema of it. */
interface PublishedApi {
  violations(name: string, value: unknown): readonly string[]
}

/** The description, or why it cannot be looked at here: it is nobody's to publish again. */
async function publishedApi(file: string): Promise<PublishedApi | string> {
  const path = new URL(`../../../shared/openapi/${file}`, import.meta.url)
  if (!existsSync(path)) return `no ${file} beside this repository`
  const text = readFileSync(path, 'utf8')
  if (file.endsWith('.json')) return toApi(JSON.parse(text))
  // whichever tool brings it along: not a dependency of ours
  const library = 'yaml'
  const yaml: { readonly parse?: (text: string) => unknown } = await import(library).catch(() => ({}))
  return yaml.parse ? toApi(yaml.parse(text)) : 'no reader of YAML is installed'
}

function toApi(description: unknown): PublishedApi {
  const at = (path: string): Schema => {
    let found: unknown = description
    for (const key of path.split('/').slice(1)) found = Reflect.get(Object(found), key)
    return Object(found) as Schema
  }
  return {
    violations(name, value) {
      const schema = at(`#/components/schemas/${name}`)
      const known = propertyNames(schema, at)
      const unknown = Object.keys(Object(value)).filter((key) => !known.has(key))
      return [
        ...check(value, schema, name, at),
        ...unknown.map((key) => `${name}.${key} is not in the description`),
      ]
    },
  }
}

type At = (path: string) => Schema

function propertyNames(schema: Schema, at: At): Set<string> {
  const names = Object.keys(Object(schema['properties']))
  const parts = [...listOf(schema['allOf']), ...referred(schema, at)]
  return new Set([...names, ...parts.flatMap((part) => [...propertyNames(part, at)])])
}

function referred(schema: Schema, at: At): readonly Schema[] {
  const reference = schema['$ref']
  return typeof reference === 'string' ? [at(reference)] : []
}

function check(value: unknown, schema: Schema, path: string, at: At): string[] {
  for (const target of referred(schema, at)) return check(value, target, path, at)
  if (value === null && schema['nullable'] === true) return []
  const problems = listOf(schema['allOf']).flatMap((part) => check(value, part, path, at))
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listOf(schema[keyword])
    const tried = branches.map((branch) => check(value, branch, path, at))
    const best = tried.toSorted((a, b) => a.length - b.length)[0]
    if (best && best.length > 0) problems.push(...best)
  }
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value))
    problems.push(`${path} is not one of its values`)
  if (!hasType(value, schema['type']))
    return [...problems, `${path} is not of type ${String(schema['type'])}`]
  return [...problems, ...checkMembers(value, schema, path, at), ...checkNumber(value, schema, path)]
}

function checkMembers(value: unknown, schema: Schema, path: string, at: At): string[] {
  if (Array.isArray(value))
    return schema['items']
      ? value.flatMap((each, index) =>
          check(each, Object(schema['items']) as Schema, `${path}[${index}]`, at),
        )
      : []
  if (typeof value !== 'object' || value === null) return []
  const properties = Object(schema['properties']) as Record<string, Schema>
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  const absent = required.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`)
  const inside = Object.entries(value).flatMap(([key, each]) => {
    const property = properties[key]
    if (property) return check(each, property, `${path}.${key}`, at)
    return schema['additionalProperties'] === false ? [`${path}.${key} may not be there`] : []
  })
  return [...absent, ...inside]
}

function checkNumber(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== 'number') return []
  const low = typeof schema['minimum'] === 'number' && value < schema['minimum']
  const high = typeof schema['maximum'] === 'number' && value > schema['maximum']
  return low || high ? [`${path} is out of bounds`] : []
}

function hasType(value: unknown, type: unknown): boolean {
  if (type === undefined) return true
  if (Array.isArray(type)) return type.some((each) => hasType(value, each))
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value : []
}
