import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { entries, manifest } from '../entries.ts'
import { assertClean, npm, root, run } from '../run.ts'

describe('the published package', () => {
  let files: readonly string[] = []

  beforeAll(async () => {
    const result = await npm('pack', '--dry-run', '--json', '--ignore-scripts')
    assertClean(result)
    const [packed] = Object.values(JSON.parse(result.stdout) as Record<string, Packed>)
    files = packed?.files.map((file) => file.path) ?? []
  })

  it('holds the output, the manifest and the legal texts, nothing else', () => {
    const outside = files.filter((file) => !file.startsWith('dist/'))
    expect(outside.toSorted()).toEqual(['LICENSE', 'NOTICE', 'README.md', 'package.json'])
  })

  it('holds no test and no source', () => {
    expect(files.filter((file) => /\.test|fixture|snap|(?<!\.d)\.ts$/.test(file))).toEqual([])
  })

  it('holds every file that the manifest names', () => {
    const named = entries.flatMap(({ code, types }) => [code, types])
    const commands = Object.values(manifest.bin).map((file) => file.replace('./', ''))
    expect([...named, ...commands].filter((file) => !files.includes(file))).toEqual([])
  })
})

describe('the output', () => {
  it('can be loaded with require()', async () => {
    const paths = entries.map(({ code }) => `./${code}`)
    const script = `for (const path of ${JSON.stringify(paths)}) require(path)`
    assertClean(await run(process.execPath, ['-e', script]))
  })

  it('has declarations that name no optional peer', () => {
    const foreign = outputs('.d.ts').flatMap((file) =>
      [...uncommented(read(file)).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^.'"][^'"]*)['"]/g)]
        .map(([, name = '']) => name)
        .filter((name) => !name.startsWith('node:') && !(name in manifest.dependencies))
        .map((name) => `${file} -> ${name}`),
    )
    expect(foreign).toEqual([])
  })

  it('is free of syntax that the oldest supported Node lacks', () => {
    const modern = outputs('.js').filter((file) => /^\s*(await )?using \w+ =/m.test(read(file)))
    expect(modern).toEqual([])
  })
})

function uncommented(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '')
}

/** The files of the output, relative to it. */
function outputs(ending: string): readonly string[] {
  const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith(ending))
}

function read(file: string): string {
  return readFileSync(join(root, 'dist', file), 'utf8')
}

interface Packed {
  readonly files: readonly { readonly path: string }[]
}
