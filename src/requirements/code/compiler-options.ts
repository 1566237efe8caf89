import type { JsonObject } from '../../core/json.ts'

/** The language of today, without looking at any other file. */
export const plainOptions: JsonObject = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Syntax alone. */
export const syntaxOnly: JsonObject = { ...plainOptions, noCheck: true, noResolve: true }

/** JavaScript out of TypeScript, whatever its types. */
export const emitOnly: JsonObject = { ...syntaxOnly, noEmit: false, rootDir: '.', outDir: 'out' }
