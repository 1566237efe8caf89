import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.ts'

interface Target {
  readonly types: string
  readonly default: string
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, Target | string>>
  readonly bin: Readonly<Record<string, string>>
}

export const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

/** A subpath of the package: what a user imports, the source it is written in, and what the build makes of it. */
export interface Entry {
  readonly specifier: string
  readonly source: string
  readonly code: string
  readonly types: string
}

export const entries: readonly Entry[] = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
  if (typeof target === 'string') return []
  const code = target.default.replace('./', '')
  const source = code.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts')
  return [{ specifier: `mellea${subpath.slice(1)}`, source, code, types: target.types.replace('./', '') }]
})
