import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrepareProgress } from '../../core/backend.ts'
import { partialPath } from './download.ts'
import { modelStore, type ModelStore, type ModelStoreOptions } from './model-store.ts'

const WEIGHTS = Buffer.from(`GGUF${'the weights of a small model, '.repeat(10_000)}`)
const SHA256 = createHash('sha256').update(WEIGHTS).digest('hex')
const COMMIT = 'c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffee'
const FILE = 'small-Q4_K_M.gguf'

/** How the hub behaves, changed by the tests. */
interface Behaviour {
  repositories: Record<string, readonly string[]>
  sha256: string
  etag: string
  /** For each request of a file: how many bytes before the connection is cut. */
  cuts: number[]
  /** Where files are, if elsewhere. */
  redirect: string | undefined
  gated: boolean
  /** Where in the file it falls silent. */
  silentAt: number
}

let hub: Behaviour
let requests: IncomingMessage[]
let servers: Server[]
let endpoint: string
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-store-'))
  requests = []
  servers = []
  const repositories = { 'owner/small-GGUF': ['README.md', 'small-Q8_0.gguf', FILE] }
  hub = {
    repositories,
    sha256: SHA256,
    etag: '"one"',
    cuts: [],
    redirect: undefined,
    gated: false,
    silentAt: Infinity,
  }
  endpoint = await listen(answer)
})
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await rm(folder, { recursive: true, force: true })
})

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  requests.push(request)
  const [, repository = ''] =
    /^\/api\/models\/([^/]+\/[^/]+)\/revision\/main\?blobs=true$/.exec(request.url ?? '') ?? []
  if (!repository) return answerFile(request, response)
  const files = hub.repositories[repository]
  if (!files)
    return void response.writeHead(401, { 'x-error-message': 'Invalid username or password.' }).end('{}')
  const lfs = { sha256: hub.sha256, size: WEIGHTS.length }
  const siblings = files.map((rfilename) => ({
    rfilename,
    ...(rfilename.endsWith('.gguf') ? { lfs } : { size: 3 }),
  }))
  response.end(JSON.stringify({ sha: COMMIT, siblings, cardData: { license: 'apache-2.0' } }))
}

function answerFile(request: IncomingMessage, response: ServerResponse): void {
  if (hub.gated) return void response.writeHead(401, { 'x-error-code': 'GatedRepo' }).end()
  if (hub.redirect)
    return void response.writeHead(302, { location: hub.redirect + (request.url ?? '') }).end()
  const isSame = (request.headers['if-range'] ?? hub.etag) === hub.etag
  const start = isSame ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0
  const range = start > 0 ? { 'content-range': `bytes ${start}-${WEIGHTS.length - 1}/${WEIGHTS.length}` } : {}
  response.writeHead(start > 0 ? 206 : 200, {
    etag: hub.etag,
    'content-length': WEIGHTS.length - start,
    ...range,
  })
  const cut = hub.cuts.shift()
  if (cut !== undefined && cut < WEIGHTS.length - start)
    response.write(WEIGHTS.subarray(start, start + cut), () => response.destroy())
  else if (hub.silentAt <= start) response.flushHeaders()
  else if (hub.silentAt < WEIGHTS.length) response.write(WEIGHTS.subarray(start, hub.silentAt))
  else response.end(WEIGHTS.subarray(start))
}

function store(options: ModelStoreOptions = {}): ModelStore {
  return modelStore({
    cacheDir: folder,
    env: { HF_ENDPOINT: endpoint },
    pause: async () => {},
    catalogue: [],
    ...options,
  })
}

function fileRequests(): readonly IncomingMessage[] {
  return requests.filter(({ url }) => url?.includes('/resolve/'))
}

const PATH = (): string => join(folder, 'models', 'owner--small-GGUF', FILE)
const PART = (): string => partialPath({ path: PATH(), sha256: SHA256 })

async function leftovers(): Promise<readonly string[]> {
  return (await readdir(dirname(PATH()))).toSorted()
}

describe('a model on the hub', () => {
  it('is found by convention, fetched, checked and then in the cache', async () => {
    const said: string[] = []
    const model = await store({ say: (line) => said.push(line) }).resolve('owner/small')
    expect(model).toEqual({
      id: 'owner/small',
      path: PATH(),
      source: 'hub',
      sizeBytes: WEIGHTS.length,
      sha256: SHA256,
      license: 'apache-2.0',
    })
    expect(WEIGHTS.equals(await readFile(PATH()))).toBe(true)
    expect(said).toEqual([`taking ${FILE} from ${endpoint}/owner/small-GGUF, license apache-2.0`])
    expect(await leftovers()).toEqual([FILE, `${FILE}.mellea.json`])
    expect(fileRequests()[0]?.url).toBe(`/owner/small-GGUF/resolve/${COMMIT}/${FILE}`)
    requests.length = 0
    for (const id of ['owner/small', 'owner/small-GGUF:q4_k_m', `hf:owner/small-GGUF/${FILE}`])
      expect(await store().resolve(id)).toEqual({ ...model, id, source: 'cache' })
    expect(requests).toEqual([])
  })

  it('is taken in the quantization that was asked for', async () => {
    expect((await store().resolve('owner/small-GGUF:Q8_0')).path).toContain('small-Q8_0.gguf')
    await expect(store().resolve('owner/small-GGUF:Q2_K')).rejects.toThrow(
      'holds no whole Q2_K file; it has Q8_0, Q4_K_M',
    )
  })

  it('is listed and removed', async () => {
    await store().resolve('owner/small')
    expect(await store().list()).toMatchObject([
      { id: `hf:owner/small-GGUF/${FILE}`, path: PATH(), source: 'hub' },
    ])
    const { removed, freedBytes } = await store().remove('owner/small')
    expect(removed).toHaveLength(1)
    expect(freedBytes).toBeGreaterThan(WEIGHTS.length)
    expect(await store().list()).toEqual([])
    expect(await leftovers()).toEqual([])
  })

  it('is not asked for with HF_HUB_OFFLINE', async () => {
    const env = { HF_ENDPOINT: endpoint, HF_HUB_OFFLINE: '1' }
    await expect(store({ env }).resolve('owner/small')).rejects.toMatchObject({
      code: 'model-store',
      message: expect.stringContaining('unset HF_HUB_OFFLINE'),
    })
    expect(requests).toEqual([])
  })

  it('that nobody has gives an error with all that was tried', async () => {
    await expect(store().resolve('nobody/nothing')).rejects.toMatchObject({
      name: 'ModelStoreError',
      code: 'model-not-found',
      attempts: [
        { where: 'cache', what: folder },
        {
          where: 'hub',
          what: `${endpoint}/nobody/nothing`,
          reason: expect.stringContaining('no such repository'),
        },
        { where: 'hub', what: `${endpoint}/nobody/nothing-GGUF` },
        { where: 'package', reason: expect.stringContaining('only catalogued models') },
      ],
    })
  })

  it('that is gated names the page of the license and the token', async () => {
    hub.gated = true
    await expect(store().resolve('owner/small')).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(
        /HF_TOKEN is not set; accept its license at http\S+\/owner\/small-GGUF and set HF_TOKEN/,
      ),
    })
  })

  it('that cannot be reached is not asked for twice', async () => {
    const env = { HF_ENDPOINT: 'http://127.0.0.1:1' }
    await expect(store({ env }).resolve('owner/small')).rejects.toMatchObject({
      code: 'unreachable',
      retryable: true,
      attempts: [{ where: 'cache' }, { where: 'hub' }, { where: 'package' }],
    })
  })

  it('keeps the token from other origins', async () => {
    const seen: IncomingMessage[] = []
    hub.redirect = await listen((request, response) => {
      seen.push(request)
      response.end(WEIGHTS)
    })
    await store({ env: { HF_ENDPOINT: endpoint, HF_TOKEN: 'hf_secret' } }).resolve('owner/small')
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(
      requests.map(() => 'Bearer hf_secret'),
    )
    expect(seen).toHaveLength(1)
    expect(JSON.stringify(seen[0]?.headers)).not.toContain('hf_secret')
  })
})

describe('a download', () => {
  it('goes on where the connection was cut, wherever that is', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: WEIGHTS.length }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        await rm(dirname(PATH()), { recursive: true, force: true })
        requests.length = 0
        hub.cuts = [...places]
        const progress: PrepareProgress[] = []
        await store({ onProgress: (step) => progress.push(step) }).resolve('owner/small')
        expect(WEIGHTS.equals(await readFile(PATH()))).toBe(true)
        // each byte was taken once: it never starts behind what it has
        const taken = progress
          .filter(({ phase }) => phase === 'downloading')
          .map(({ completedBytes = 0 }) => completedBytes)
        expect(taken).toEqual(taken.toSorted((one, other) => one - other))
        const starts = fileRequests().map(({ headers }) => Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0))
        expect(starts.every((start) => start === 0 || taken.includes(start))).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  it('that is cancelled closes the connection, keeps its part and goes on from there', async () => {
    hub.silentAt = 100_000
    const controller = new AbortController()
    const onProgress = ({ completedBytes }: PrepareProgress): void => {
      if (completedBytes === 100_000) controller.abort()
    }
    const reason = await store()
      .resolve('owner/small', { signal: controller.signal, onProgress })
      .catch((error: unknown) => error)
    expect(reason).toBe(controller.signal.reason)
    const request = fileRequests()[0]
    if (request && !request.destroyed) await once(request, 'close')
    expect((await stat(PART())).size).toBe(100_000)
    hub.silentAt = Infinity
    await store().resolve('owner/small')
    expect(fileRequests()[1]?.headers).toMatchObject({ range: 'bytes=100000-', 'if-range': '"one"' })
    expect(WEIGHTS.equals(await readFile(PATH()))).toBe(true)
  })

  it('gives a silent server up, and starts again when the file has changed since', async () => {
    hub.silentAt = 1000
    await expect(store({ idleTimeoutMs: 20 }).resolve('owner/small')).rejects.toThrow(
      /stopped after 1000 bytes, which are kept: .*no byte came for 0.02 s/,
    )
    hub.etag = '"two"'
    hub.silentAt = Infinity
    await store().resolve('owner/small')
    expect(fileRequests().at(-1)?.headers['if-range']).toBe('"one"')
    expect(WEIGHTS.equals(await readFile(PATH()))).toBe(true)
  })

  it('is given up when the server never goes on and always cuts', async () => {
    const api = endpoint
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = new Request(input).url
      if (url.startsWith(`${api}/api`)) return globalThis.fetch(url, init)
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          controller.enqueue(WEIGHTS.subarray(0, 500))
          controller.close()
        },
      })
      return new Response(body, { headers: { etag: '"one"' } })
    }
    await expect(store({ fetch }).resolve('owner/small')).rejects.toThrow('stopped after 500 bytes')
  })

  it('starts again when its part is rubbish', async () => {
    await mkdir(dirname(PATH()), { recursive: true })
    await writeFile(PART(), 'rubbish')
    const said: string[] = []
    await store({ say: (line) => said.push(line) }).resolve('owner/small')
    expect(said.join()).toContain('an earlier run had left was unusable')
    expect(WEIGHTS.equals(await readFile(PATH()))).toBe(true)
  })

  it('with the wrong content is removed', async () => {
    hub.sha256 = 'f'.repeat(64)
    await expect(store().resolve('owner/small')).rejects.toMatchObject({
      code: 'model-store',
      message: expect.stringContaining(`has the SHA-256 ${SHA256} instead of ffff`),
    })
    expect(await leftovers()).toEqual([])
  })

  it('takes over from a process that died', async () => {
    await mkdir(dirname(PATH()), { recursive: true })
    await writeFile(`${PATH()}.lock`, JSON.stringify({ id: 'gone', pid: 2 ** 30, host: hostname() }))
    await store().resolve('owner/small')
    expect(await leftovers()).toEqual([FILE, `${FILE}.mellea.json`])
  })

  it('is made once by two processes that want the same', async () => {
    const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
    const args = ['--import', 'tsx', main, 'pull', 'owner/small', '--cache-dir', folder, '--json']
    const env = { ...process.env, HF_ENDPOINT: endpoint, HF_HUB_OFFLINE: '' }
    const run = promisify(execFile)
    const runs = await Promise.all([1, 2].map(() => run(process.execPath, args, { env })))
    const models = runs.map(({ stdout }) => JSON.parse(stdout) as { source: string; sha256: string })
    expect(models.map(({ source }) => source).toSorted()).toEqual(['cache', 'hub'])
    expect(models.map(({ sha256 }) => sha256)).toEqual([SHA256, SHA256])
    expect(fileRequests()).toHaveLength(1)
    expect(WEIGHTS.equals(await readFile(PATH()))).toBe(true)
  })
})

describe('a file of your own', () => {
  it('is taken as it is', async () => {
    const path = join(folder, 'mine.gguf')
    await writeFile(path, WEIGHTS)
    expect(await store().resolve(path)).toEqual({ id: path, path, source: 'file', sizeBytes: WEIGHTS.length })
    expect(requests).toEqual([])
  })

  it('is refused when it is not there, or something else', async () => {
    await writeFile(join(folder, 'page.gguf'), '<html>')
    await expect(store().resolve(join(folder, 'page.gguf'))).rejects.toThrow('it is not a GGUF file')
    await expect(store().resolve(join(folder, 'none.gguf'))).rejects.toThrow('there is no such file')
    await expect(store().resolve(`${folder}/`)).rejects.toThrow('it is not a file')
  })
})
