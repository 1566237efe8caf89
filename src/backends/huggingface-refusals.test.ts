import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../core/backend.ts'
import { textMessage, type WireMessage } from '../core/message.ts'
import { modelIds } from '../core/model-catalogue.ts'
import { writeScriptedModel } from '../local/gguf/scripted-model.ts'
import { writeTinyModel } from '../local/gguf/tiny-model.ts'
import { collect, only, toRequest } from '../testing/backend-subject.ts'
import { LocalHFBackend, type LocalHFBackendOptions } from './huggingface.ts'

const never = new AbortController().signal

let folder: string
let babbler: LocalHFBackend
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-hf-refusals-'))
  await writeScriptedModel(join(folder, 'script.gguf'), [{ say: 'Good day to you.' }])
  const { path } = await writeTinyModel(join(folder, 'tiny.gguf'))
  babbler = open({ modelId: path, contextSize: 1024 })
})
afterAll(async () => {
  await babbler[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const open = (options: LocalHFBackendOptions): LocalHFBackend =>
  new LocalHFBackend({ cacheDir: folder, env: {}, ...options })

async function answer(backend: LocalHFBackend, parts: Partial<GenerateRequest> = {}) {
  return only(await collect(backend.generate(toRequest(parts))), 'finish')[0]
}

describe('what is refused', () => {
  const image: WireMessage = {
    role: 'user',
    parts: [{ type: 'file', mediaType: 'image/png', data: new Uint8Array(4) }],
  }

  it('are pictures and adapters, before anything runs', async () => {
    const idle = open({
      modelId: join(folder, 'script.gguf'),
      seams: { load: () => Promise.reject(new Error('loaded')) },
    })
    await expect(answer(idle, { messages: [image] })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('image/png'),
    })
    await expect(answer(idle, { adapter: { name: 'uncertainty' } })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('is a prompt that does not fit, with the numbers', async () => {
    const messages = [textMessage('user', 'abc def ghi '.repeat(600))]
    await expect(answer(babbler, { messages })).rejects.toMatchObject({
      code: 'context-overflow',
      provider: 'hf',
      message: expect.stringMatching(
        /has \d{4} tokens.*room for 1024.*larger `contextSize` \(this model can attend to 4096\)/,
      ),
    })
  })

  it('is never a silent loss of the beginning: an answer ends where the context does', async () => {
    const backend = open({ modelId: join(folder, 'tiny.gguf'), contextSize: 256 })
    const schema = { type: 'string', minLength: 900, maxLength: 1000 }
    const finish = await answer(backend, { schema, options: { temperature: 1, seed: 3 } })
    const total = (finish?.usage?.inputTokens ?? 0) + (finish?.usage?.outputTokens ?? 0)
    expect(finish).toMatchObject({ reason: 'length', raw: { ended: 'context-full' } })
    expect(total).toBe(255)
    await backend[Symbol.asyncDispose]()
  })

  it('is a missing package, with the command that installs it', async () => {
    const absent = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
    const bare = open({ modelId: join(folder, 'script.gguf'), seams: { load: () => Promise.reject(absent) } })
    await expect(bare.prepare({ signal: never })).rejects.toMatchObject({
      code: 'missing-peer',
      message: expect.stringContaining('npm install --omit=optional node-llama-cpp@3.21.1'),
    })
  })

  it('is a file that is no model, and one that is not there', async () => {
    await expect(answer(open({ modelId: join(folder, 'none.gguf') }))).rejects.toMatchObject({
      code: 'model-not-found',
    })
    await writeFile(join(folder, 'broken.gguf'), Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(2000, 3)]))
    await expect(answer(open({ modelId: join(folder, 'broken.gguf') }))).rejects.toMatchObject({
      code: 'model-store',
    })
  })

  it('are numbers and models that cannot be', () => {
    expect(() => open({ threads: 0 })).toThrow('threads must be a whole number above 0')
    expect(() => open({ modelId: modelIds.OPENAI_GPT_5_1 })).toThrow('has no hfModelName')
    expect(new LocalHFBackend().modelId).toBe('smollm2-135m-instruct')
    expect(new LocalHFBackend({ modelId: modelIds.IBM_GRANITE_4_1_3B }).modelId).toBe(
      'ibm-granite/granite-4.1-3b',
    )
  })
})
