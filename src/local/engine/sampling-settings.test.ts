import { describe, expect, it } from 'vitest'
import { samplingDefaults } from './sampling-defaults.ts'
import { samplingSettings } from './sampling-settings.ts'

const half = (): number => 0.5

describe('how tokens are chosen', () => {
  it('is said by the caller, then by the model file, then by us', () => {
    const own = samplingDefaults({ general: { sampling: { temp: 0.2, top_k: 20 } } })
    const settings = samplingSettings({ topK: 5 }, own, half)
    expect(settings).toEqual({
      temperature: 0.2,
      topP: 0.95,
      topK: 5,
      minP: 0.05,
      seed: 2 ** 31,
      repeatable: false,
    })
  })

  it('may be expected again with a seed, or without randomness', () => {
    expect(samplingSettings({ seed: 7 }, {}, half)).toMatchObject({ seed: 7, repeatable: true })
    expect(samplingSettings({ temperature: 0 }, {}, half).repeatable).toBe(true)
    expect(samplingSettings({ do_sample: false, temperature: 1, seed: 1 }, {}, half).temperature).toBe(0)
  })

  it('takes a seed below zero as one that is large', () => {
    expect(samplingSettings({ seed: -1 }, {}, half).seed).toBe(2 ** 32 - 1)
  })

  it('looks further back for penalties on the whole answer', () => {
    expect(samplingSettings({ frequencyPenalty: 0.5 }, {}, half).penalty).toEqual({
      repetition: 1,
      presence: 0,
      frequency: 0.5,
      window: 1024,
    })
    expect(samplingSettings({ repetition_penalty: 1.2 }, {}, half).penalty).toMatchObject({
      repetition: 1.2,
      window: 64,
    })
  })

  it('refuses what is no number', () => {
    expect(() => samplingSettings({ min_p: 'much' }, {}, half)).toThrow(
      'modelOptions.min_p must be a number, got "much".',
    )
  })
})
