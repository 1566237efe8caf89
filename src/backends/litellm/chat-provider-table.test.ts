import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, joined, only, toRequest } from '../../testing/backend-subject.ts'
import { startRelay, type Relay } from '../../../test/relay.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from '../litellm.ts'
import type { ChatProvider } from './chat-provider.ts'
import { chatProviders } from './chat-provider-table.ts'
import { variablesIn } from './fill-template.ts'

let relay: Relay
beforeAll(async () => {
  relay = await startRelay()
})
afterAll(() => relay.close())

/** Variables that an address cannot do without. */
function needed({ baseURL }: ChatProvider): { readonly [name: string]: string } {
  if (baseURL.some((each) => each.includes('//') && variablesIn([each]).length === 0)) return {}
  const [first = ''] = baseURL.filter((each) => each.includes('//')).concat(baseURL)
  const value = first.includes('//') ? 'acme' : 'https://host.example'
  return Object.fromEntries(variablesIn([first]).map((name) => [name, value]))
}

const given = (row: ChatProvider): { readonly baseURL?: string } =>
  row.baseURL.length === 0 ? { baseURL: 'https://host.example/v1' } : {}

const request = toRequest({ options: { maxNewTokens: 16, temperature: 0.5 } })

async function sent(
  prefix: string,
  more: Partial<LiteLLMBackendOptions>,
): Promise<ReturnType<Relay['last']>> {
  const backend = new LiteLLMBackend({ modelId: `${prefix}/maker/some-model`, fetch: relay.fetch, ...more })
  expect(joined(await collect(backend.generate(request)))).toBe('Hello!')
  return relay.last()
}

describe.each(Object.entries(chatProviders))('%s', (prefix, row) => {
  it('is asked at its own address, with each of its keys, and a body that it takes', async () => {
    for (const name of row.keys) {
      const key = `key-of-${name}`
      const { headers, body } = await sent(prefix, { env: { ...needed(row), [name]: key }, ...given(row) })
      const { [row.keyHeader ?? 'authorization']: said, authorization } = headers
      expect(said).toBe(row.keyHeader ? key : `Bearer ${key}`)
      expect(authorization === undefined).toBe(row.keyHeader !== undefined)
      expect(body).toMatchObject({ stream: true, messages: [{ role: 'user', content: 'Say hello.' }] })
      expect(Object.keys(body).filter((member) => row.unsupported?.includes(member))).toEqual([])
    }
  })

  it('takes the first of its keys that is set', async () => {
    const env = Object.fromEntries(
      [...row.keys, ...row.keys].map((name, at) => [name, `${at % row.keys.length}-key`]),
    )
    const { headers } = await sent(prefix, { env: { ...needed(row), ...env }, ...given(row) })
    const bare = row.keyHeader ? headers[row.keyHeader] : headers['authorization']?.replace('Bearer ', '')
    expect(bare).toBe(row.keys.length > 0 ? '0-key' : undefined)
  })

  it('goes where its variable says', async () => {
    const names = variablesIn(row.baseURL.filter((each) => /^\{\w+\}$/.test(each)))
    for (const name of names) {
      const env = { [name]: 'http://elsewhere.example:8080/v9' }
      const { url } = await sent(prefix, { env, apiKey: 'given-key' })
      expect(url).toMatch(/^http:\/\/elsewhere\.example:8080\/v9\//)
    }
  })

  it('says what to set where there is no key, and sends nothing; a server of one’s own needs none', async () => {
    const backend = new LiteLLMBackend({
      modelId: `${prefix}/some-model`,
      env: needed(row),
      fetch: relay.fetch,
      ...given(row),
    })
    const before = relay.count()
    const outcome = await collect(backend.generate(request)).then(joined, String)
    expect(outcome).toMatch(
      row.keyless ? 'Hello!' : `${prefix}: there is no API key: set ${row.keys.join(' or ')}`,
    )
    expect(relay.count() - before).toBe(row.keyless ? 1 : 0)
  })

  it('leaves out what it has no use for, and says so', async () => {
    const refused = row.unsupported ?? []
    const options = {
      seed: 1,
      topK: 2,
      stopSequences: ['x'],
      logprobs: true,
      user: 'me',
      extraBody: { own: 1 },
    }
    const backend = new LiteLLMBackend({
      modelId: `${prefix}/some-model`,
      apiKey: 'given-key',
      env: needed(row),
      fetch: relay.fetch,
      ...given(row),
    })
    const events = await collect(backend.generate(toRequest({ options })))
    const { body } = relay.last()
    expect(
      Object.keys(body).filter((member) => refused.includes(member) && body[member] !== undefined),
    ).toEqual([])
    const warned = only(events, 'start').flatMap(({ warnings }) => warnings.map(({ option }) => option))
    const members = ['seed', 'top_k', 'stop', 'logprobs', 'user'].filter((member) => refused.includes(member))
    expect(warned).toEqual(expect.arrayContaining(members))
    expect(body['own']).toBe(1)
  })
})

it('is at the addresses that were looked up', async () => {
  const lines: string[] = []
  for (const [prefix, row] of Object.entries(chatProviders)) {
    const env = { ...needed(row), [row.keys[0] ?? 'NONE']: 'the-key' }
    const { method, url, headers, body } = await sent(prefix, { env, ...given(row) })
    const header = Object.keys(headers).find((name) => headers[name]?.includes('the-key')) ?? 'no key'
    const limit = Object.keys(body).find((member) => member.startsWith('max_'))
    lines.push(
      `${prefix}: ${method} ${url} (${row.keys[0] ?? 'no variable'} in ${header}) ${String(body['model'])}, ${limit}`,
    )
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../__fixtures__/litellm-requests.txt')
})

it('has a source for every row', () => {
  for (const row of Object.values(chatProviders)) expect(URL.canParse(row.source), row.source).toBe(true)
})
