import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Llama } from 'node-llama-cpp'
import { readGgufHeader } from './read-gguf-header.ts'
import { scriptPieces } from './script-pieces.ts'
import { writeScriptedLora } from './scripted-lora.ts'
import { writeScriptedModel, type ScriptedModel } from './scripted-model.ts'
import { writeTinyLora } from './tiny-lora.ts'
import { writeTinyModel } from './tiny-model.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-gguf-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const PROMPT = '<|im_start|>user\nHi.<|im_end|>\n<|im_start|>assistant\n'

describe('a scripted model', () => {
  it('refuses a script that would have to choose', async () => {
    const chains = [{ say: ['Dear', ' all'] }, { say: ['Hello', ' all'] }]
    await expect(writeScriptedModel(join(folder, 'two-ways.gguf'), chains)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining("both 'Dear' and 'Hello'"),
    })
  })

  it('cuts a text so that no piece comes twice', () => {
    const text = 'the cat and the dog and the bird and the'
    const pieces = scriptPieces(text, new Set())
    expect(pieces.join('')).toBe(text)
    expect(new Set(pieces).size).toBe(pieces.length)
    expect(pieces.length).toBeGreaterThan(3)
  })

  it('is the same file each time', async () => {
    const read = async (name: string): Promise<Buffer> => {
      await writeScriptedModel(join(folder, name), [{ say: 'Good day to you.' }])
      return readFile(join(folder, name))
    }
    expect((await read('a.gguf')).equals(await read('b.gguf'))).toBe(true)
  })
})

describe('in llama.cpp', () => {
  let llama: Llama
  beforeAll(async () => {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp')
    // more threads than cores would make each token take a quarter of a second
    llama = await getLlama({
      gpu: false,
      build: 'never',
      maxThreads: 1,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
    })
  })
  afterAll(() => llama.dispose())

  async function answer(path: string, prompt: string, lora?: string): Promise<string> {
    const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 })
    const adapters = lora ? { lora: { adapters: [{ filePath: lora }] } } : {}
    const context = await model.createContext({ contextSize: 256, threads: 1, ...adapters })
    const tokens = []
    for await (const token of context
      .getSequence()
      .evaluate(model.tokenize(prompt, true), { temperature: 0 })) {
      if (model.isEogToken(token) || tokens.length === 40) break
      tokens.push(token)
    }
    const text = model.detokenize(tokens)
    await model.dispose()
    return text
  }

  describe('a scripted model', () => {
    let script: ScriptedModel
    beforeAll(async () => {
      script = await writeScriptedModel(join(folder, 'script.gguf'), [
        { say: 'Dear interns, please join the office party, and please bring a friend to the party!' },
        { from: '<requirement_check>', say: ['{"score": 0.25}'] },
        { from: 'ADAPTED:', say: [' hello from the adapter', '.'] },
      ])
    })

    it('says what it was told, and stops', async () => {
      const text = 'Dear interns, please join the office party, and please bring a friend to the party!'
      expect(await answer(script.path, PROMPT)).toBe(text)
    })

    it('answers each token in its own way', async () => {
      expect(await answer(script.path, 'Formal? <requirement_check>')).toBe('{"score": 0.25}')
    })

    it('speaks differently with an adapter', async () => {
      const lora = join(folder, 'script.lora.gguf')
      await writeScriptedLora(lora, script, { from: '\n', to: 'ADAPTED:' })
      expect(await answer(script.path, PROMPT, lora)).toBe('ADAPTED: hello from the adapter.')
    })

    it('tells an activated adapter by its invocation tokens', async () => {
      const lora = join(folder, 'script.alora.gguf')
      const invocation = ['<requirement_check>']
      await writeScriptedLora(lora, script, { from: '<requirement_check>', to: 'ADAPTED:', invocation })
      const { metadata } = await readGgufHeader(lora)
      expect(metadata.get('adapter.alora.invocation_tokens')).toEqual([script.tokenOf('<requirement_check>')])
      expect(await answer(script.path, 'Formal? <requirement_check>', lora)).toBe(
        'ADAPTED: hello from the adapter.',
      )
    })
  })

  it.each(['f32', 'f16', 'q8_0', 'q4_0'] as const)(
    'a random %s model speaks, the same each time',
    async (type) => {
      const { path } = await writeTinyModel(join(folder, `tiny.${type}.gguf`), { type })
      const text = await answer(path, PROMPT)
      expect(text.length).toBeGreaterThan(10)
      expect(await answer(path, PROMPT)).toBe(text)
    },
  )

  it('a random adapter changes what a random model says', async () => {
    const model = await writeTinyModel(join(folder, 'tiny.gguf'))
    const lora = join(folder, 'tiny.lora.gguf')
    await writeTinyLora(lora, model)
    expect(await answer(model.path, PROMPT, lora)).not.toBe(await answer(model.path, PROMPT))
  })
})
