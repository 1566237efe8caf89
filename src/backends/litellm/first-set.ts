import type { Environment } from '../../util/environment.ts'

/** The first of these variables that holds something. */
export function firstSet(names: readonly string[], env: Environment): string | undefined {
  for (const name of names) {
    const value = env[name]?.trim()
    if (value) return value
  }
  return undefined
}
