import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runM } from '../../../test/run-m.ts'
import { rememberModel, storedPath } from '../../local/store/stored-model.ts'
import { startFakeOllama } from '../../testing/fake-ollama.ts'
import { startFakeServer } from '../../testing/fake-server.ts'

const stored = { repository: 'ada/mine-GGUF', revision: 'main', file: 'mine-Q8_0.gguf' }

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-models-'))
  path = storedPath(folder, stored)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, 'GGUF')
  const facts = { source: 'hub', sizeBytes: 4, sha256: 'abc', license: 'MIT' } as const
  await rememberModel({ id: 'ada/mine-GGUF:Q8_0', path, ...stored, ...facts })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('m models', () => {
  it('lists the store, Ollama and what can be pulled', async () => {
    const details = { quantization_level: 'Q4_K_M' }
    const tag = { name: 'llama3.2:3b', size: 2_019_393_189, modified_at: '2026-08-21T09:00:00Z', details }
    const ollama = await startFakeServer(() => ({ frames: [JSON.stringify({ models: [tag] })] }))
    const { code, stdout, stderr } = await runM(['models', '--cache-dir', folder], {
      env: { OLLAMA_HOST: ollama.url },
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`On this machine (${folder})
  ada/mine-GGUF:Q8_0  4 B  Q8_0  MIT  hub  ${path}

In Ollama (${ollama.url})
  llama3.2:3b  2.02 GB  Q4_K_M  2026-08-21

To pull by a short name (m pull NAME)
  smollm2-135m-instruct  98.4 MB   Apache-2.0
  gemma-3-270m           253.1 MB  gemma
`)
    await ollama.close()
  })

  it('gives programs one object', async () => {
    const ollama = await startFakeOllama({ models: ['granite4.1:3b'] })
    const { stdout } = await runM(['models', '--json', '--cache-dir', folder], {
      env: { OLLAMA_HOST: ollama.url },
    })
    expect(JSON.parse(stdout)).toMatchObject({
      store: { cacheDir: folder, models: [{ path, sizeBytes: 4, quantization: 'Q8_0', license: 'MIT' }] },
      ollama: {
        baseURL: ollama.url,
        reachable: true,
        models: [{ name: 'granite4.1:3b', sizeBytes: 2_100_000_000 }],
      },
      catalogue: [{ id: 'smollm2-135m-instruct' }, { id: 'gemma-3-270m' }],
    })
    await ollama.close()
  })

  it.each([
    ['http://127.0.0.1:1', 'In Ollama (http://127.0.0.1:1)\n  no answer (ECONNREFUSED); start it'],
    ['ftp://127.0.0.1', '"ftp://127.0.0.1" is not an address'],
  ])('with Ollama at %s lists the rest', async (OLLAMA_HOST, line) => {
    const { code, stdout } = await runM(['models'], {
      env: { OLLAMA_HOST, MELLEA_CACHE: join(folder, 'empty') },
    })
    expect(code).toBe(0)
    expect(stdout).toContain('nothing yet')
    expect(stdout).toContain(line)
  })

  it('waits two seconds for Ollama, and no longer than Ctrl-C', async () => {
    const silent = await startFakeOllama()
    silent.always({ holdAfterFrames: 0 })
    const late = await runM(['models', '--json', '--cache-dir', folder], {
      env: { OLLAMA_HOST: silent.url },
      isLate: true,
    })
    expect(JSON.parse(late.stdout)).toMatchObject({
      ollama: { reachable: false, reason: 'no answer within 2 s' },
    })
    const stopped = await runM(['models'], {
      env: { OLLAMA_HOST: silent.url },
      signal: AbortSignal.abort(),
    })
    expect(stopped).toMatchObject({ code: 130, stdout: '', stderr: 'stopped.\n' })
    await silent.close()
  })
})
