import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadLlama } from '../local/engine/llama-module.ts'
import { writeTinyModel } from '../local/gguf/tiny-model.ts'
import { LocalHFBackend, type LocalHFBackendOptions } from './huggingface.ts'

const { signal } = new AbortController()
let folder: string
let plain: string
let pooled: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-embed-'))
  plain = (await writeTinyModel(join(folder, 'plain.gguf'))).path
  pooled = (await writeTinyModel(join(folder, 'mean.gguf'), { pooling: 1 })).path
  await writeTinyModel(join(folder, 'rank.gguf'), { pooling: 4 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function using(
  options: LocalHFBackendOptions,
  use: (backend: LocalHFBackend) => Promise<void>,
): Promise<void> {
  const backend = new LocalHFBackend({ cacheDir: folder, env: {}, ...options })
  try {
    await use(backend)
  } finally {
    await backend[Symbol.asyncDispose]()
  }
}
const length = (vector: readonly number[] = []) => Math.hypot(...vector)

describe('vectors in this process', () => {
  it('are of unit length, in the order of their texts, always the same, and counted', async () => {
    await using({ modelId: pooled }, async (backend) => {
      const texts = ['The cat sat on the mat.', 'Profits rose.', 'Grüße, 世界!']
      const { vectors, usage, warnings, modelId } = await backend.embed({ texts, signal })
      expect(vectors.map((vector) => vector.length)).toEqual([64, 64, 64])
      for (const vector of vectors) expect(length(vector)).toBeCloseTo(1)
      expect(vectors[0]).not.toEqual(vectors[1])
      expect([warnings, modelId]).toEqual([[], pooled])
      const each = await Promise.all(texts.map((text) => backend.embed({ texts: [text], signal })))
      expect(each.map((reply) => reply.vectors[0])).toEqual(vectors)
      const counted = each.reduce((sum, reply) => sum + (reply.usage?.inputTokens ?? 0), 0)
      expect(usage).toEqual({ inputTokens: counted, outputTokens: 0 })
    })
  })

  it('come with a warning where the model was made to talk, or a body cannot be sent', async () => {
    await using({ modelId: plain }, async (backend) => {
      const { warnings } = await backend.embed({ texts: ['a'], extraBody: { x: 1 }, signal })
      expect(warnings?.map(({ code }) => code)).toEqual(['not-an-embedding-model', 'unsupported-option'])
      const [last, mean] = await Promise.all(
        [plain, pooled].map((modelId) => backend.embed({ texts: ['The cat sat.'], modelId, signal })),
      )
      // the same weights, read in another way
      expect(last?.vectors).not.toEqual(mean?.vectors)
    })
  })

  it('may come from another model, which is loaded once', async () => {
    let loads = 0
    const load: LoadLlama = () => {
      loads += 1
      return import('node-llama-cpp')
    }
    await using({ modelId: plain, seams: { load } }, async (backend) => {
      const request = { texts: ['a'], modelId: pooled, signal }
      const replies = await Promise.all([backend.embed(request), backend.embed(request)])
      expect((await backend.embed(request)).modelId).toBe(pooled)
      expect(replies[0]).toEqual(replies[1])
      expect(loads).toBe(1)
    })
  })

  it('stand for a text as a whole, or not at all', async () => {
    await using({ modelId: pooled, contextSize: 256 }, async (backend) => {
      const long = 'a '.repeat(300)
      const failed = backend.embed({ texts: ['fine', long], signal })
      await expect(failed).rejects.toMatchObject({ code: 'context-overflow' })
      await expect(failed).rejects.toThrow(/Text 1 has \d+ tokens.*contextSize/)
      expect((await backend.embed({ texts: ['a '.repeat(100)], signal })).vectors).toHaveLength(1)
    })
  })

  it('are not made by a model that ranks, and by nothing that has no weights', async () => {
    await using({ modelId: join(folder, 'rank.gguf') }, async (backend) => {
      await expect(backend.embed({ texts: ['a'], signal })).rejects.toMatchObject({ code: 'unsupported' })
      const missing = { texts: ['a'], modelId: join(folder, 'none.gguf'), signal }
      await expect(backend.embed(missing)).rejects.toMatchObject({ code: 'model-not-found' })
    })
  })

  it('are not made for who has left, and not after the end', async () => {
    await using({ modelId: pooled }, async (backend) => {
      const reason = new Error('enough')
      const gone = AbortSignal.abort(reason)
      await expect(backend.embed({ texts: ['a'], signal: gone })).rejects.toBe(reason)
      const stop = new AbortController()
      const call = backend.embed({ texts: ['a', 'b'], signal: stop.signal })
      stop.abort(reason)
      await expect(call).rejects.toBe(reason)
      expect((await backend.embed({ texts: ['a'], signal })).vectors).toHaveLength(1)
      await backend[Symbol.asyncDispose]()
      await expect(backend.embed({ texts: ['a'], signal })).rejects.toThrow('was disposed of')
    })
  })
})
