import { expect, it } from 'vitest'
import { isSameModel } from './ollama-model-name.ts'

it('takes a missing tag for latest, and leaves the default registry out', () => {
  expect(isSameModel('granite4.1', 'granite4.1:latest')).toBe(true)
  expect(isSameModel('registry.ollama.ai/library/phi4', 'phi4')).toBe(true)
  expect(isSameModel('hf.co/a/B-GGUF:Q4_K_M', 'hf.co/a/b-gguf:q4_k_m')).toBe(true)
})

it('does not take the beginning of a name for the name', () => {
  expect(isSameModel('llama3', 'llama3.2:1b')).toBe(false)
  expect(isSameModel('granite4.1:3b', 'granite4.1')).toBe(false)
  expect(isSameModel('localhost:5000/m', 'localhost:5000/m:latest')).toBe(true)
})
