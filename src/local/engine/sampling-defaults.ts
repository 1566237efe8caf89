import type { SamplingDefaults } from './sampling-settings.ts'

const keys = { temp: 'temperature', top_k: 'topK', top_p: 'topP', min_p: 'minP' } as const

/** What a model file says of its own sampling: `general.sampling.temp` and the like, which newer conversions write. */
export function samplingDefaults(metadata: unknown): SamplingDefaults {
  const sampling = member(member(metadata, 'general'), 'sampling')
  const found: Record<string, number> = {}
  for (const [key, name] of Object.entries(keys)) {
    const value = member(sampling, key)
    if (typeof value === 'number' && Number.isFinite(value)) found[name] = value
  }
  return found
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
