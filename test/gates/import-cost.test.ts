import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadedFiles } from '../loaded-files.ts'
import { root } from '../run.ts'

describe("import 'mellea'", () => {
  let files: readonly string[] = []

  beforeAll(async () => {
    ;({ files } = await loadedFiles(join(root, 'dist/index.js')))
  })

  it('loads at most 10 files', () => {
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(10)
  })

  it('loads at most 150 KB of JavaScript', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    expect(bytes).toBeLessThanOrEqual(150_000)
  })

  it('loads nothing third-party', () => {
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([])
    const requires = files.filter((file) => /\brequire\(['"]/.test(readFileSync(file, 'utf8')))
    expect(requires).toEqual([])
  })
})
