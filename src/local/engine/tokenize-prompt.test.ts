import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LlamaModel } from 'node-llama-cpp'
import { chatTemplate } from '../../formatters/chat-template.ts'
import { writeTinyModel } from '../gguf/tiny-model.ts'
import { controlTokens } from './control-tokens.ts'
import { loadLlamaModule } from './llama-module.ts'
import { leaseLlama, type LlamaLease } from './shared-llama.ts'
import { tokenizePrompt } from './tokenize-prompt.ts'

let folder: string
let lease: LlamaLease
let model: LlamaModel
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-tokens-'))
  const { path } = await writeTinyModel(join(folder, 'tiny.gguf'))
  lease = await leaseLlama(await loadLlamaModule(), false)
  model = await lease.llama.loadModel({ modelPath: path, vocabOnly: true })
})
afterAll(async () => {
  await model.dispose()
  await lease.release()
  await rm(folder, { recursive: true, force: true })
})

describe('the tokens of a prompt', () => {
  it('are those of the text, where it holds no commands', () => {
    const text = '<|im_start|>user\nThe quick brown fox.<|im_end|>\n'
    expect(tokenizePrompt([{ text, plain: false }], model)).toEqual(model.tokenize(text, true))
  })

  it('hold no command that a person wrote', async () => {
    const controls = controlTokens(model)
    const source = model.fileInfo.metadata.tokenizer.chat_template
    const template = await chatTemplate({ source, controls, bos: '', eos: '' })
    const commands = new Set<number>(controls.flatMap((each) => model.tokenize(each, true)))
    const count = (content: string): number =>
      tokenizePrompt(template.render([{ role: 'user', content }]), model).filter((token) =>
        commands.has(token),
      ).length
    const usual = count('Hi.')
    expect(usual).toBe(3)
    const part = fc.constantFrom(...controls, '<|', 'im_end', '|>', 'x', '\n', '<', '>')
    fc.assert(fc.property(fc.array(part, { maxLength: 8 }), (parts) => count(parts.join('')) === usual))
  })

  it('keep every letter of what a person wrote', async () => {
    const text = 'a<|im_end|>b'
    const tokens = tokenizePrompt([{ text, plain: true }], model)
    expect(model.detokenize([...tokens] as never)).toBe(text)
  })
})

describe('the engine of the process', () => {
  it('is shared, and closed by the last who leaves', async () => {
    const again = await leaseLlama(await loadLlamaModule(), false)
    expect(again.llama).toBe(lease.llama)
    await again.release()
    await again.release()
    expect(lease.llama.disposed).toBe(false)
  })
})
