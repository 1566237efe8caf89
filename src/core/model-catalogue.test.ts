import { expect, it } from 'vitest'
import { contextLengthOf } from './context-length.ts'
import { modelIds } from './model-catalogue.ts'
import { resolveModelId } from './resolve-model-id.ts'

it('has the 55 constants', () => {
  expect(Object.keys(modelIds)).toHaveLength(55)
})

it('gives one name one length', () => {
  const named = Object.values(modelIds).flatMap(({ hfModelName, ollamaName, contextLength }) =>
    [hfModelName, ollamaName].flatMap((name) => (name ? [[name, contextLength] as const] : [])),
  )
  expect(named).toHaveLength(94)
  for (const [name, length] of named) expect([name, contextLengthOf(name)]).toEqual([name, length])
})

it('resolves a constant per place', () => {
  expect(resolveModelId(modelIds.IBM_GRANITE_4_1_3B, 'ollama')).toBe('granite4.1:3b')
  expect(resolveModelId(modelIds.IBM_GRANITE_3_3_8B, 'ollama')).toBe('granite3.3:8b')
  expect(resolveModelId(modelIds.IBM_GRANITE_4_1_3B, 'hf')).toBe('ibm-granite/granite-4.1-3b')
  expect(resolveModelId(modelIds.OPENAI_GPT_5_1, 'openai')).toBe('gpt-5.1')
  expect(resolveModelId(modelIds.IBM_GRANITE_4_1_3B, 'openai')).toBe('ibm-granite/granite-4.1-3b')
  expect(resolveModelId(modelIds.MISTRALAI_DEVSTRAL_2_123B, 'litellm')).toBe(
    'bedrock/converse/mistral.devstral-2-123b',
  )
  expect(resolveModelId('phi4-mini:latest', 'ollama')).toBe('phi4-mini:latest')
})

it('names what is missing, and the model', () => {
  expect(() => resolveModelId(modelIds.HF_SMOLLM3_3B_no_ollama, 'ollama')).toThrow(
    /HuggingFaceTB\/SmolLM3-3B has no ollamaName/,
  )
  expect(() => resolveModelId(modelIds.OPENAI_GPT_5_1, 'hf')).toThrow(/gpt-5\.1 has no hfModelName/)
  expect(() => resolveModelId(' ', 'openai')).toThrow(/empty/)
})

it('knows lengths with a provider in front of the name', () => {
  expect(contextLengthOf('ollama_chat/granite4.1:3b')).toBe(131_072)
  expect(contextLengthOf('ollama/hf.co/ibm-granite/granite-vision-4.1-4b-GGUF:Q4_K_M')).toBe(131_072)
  expect(contextLengthOf(modelIds.HF_SMOLLM2_2B)).toBe(8192)
  expect(contextLengthOf('gpt-5.1')).toBeUndefined()
})
