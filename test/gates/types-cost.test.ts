import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { assertClean, root, tool } from '../run.ts'

const samples = join(root, 'test/api-samples')
const names = existsSync(samples) ? readdirSync(samples).filter((file) => /^[\w-]+\.ts$/.test(file)) : []
mkdirSync(join(root, '.cache'), { recursive: true })
const folder = mkdtempSync(join(root, '.cache', 'types-cost-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the samples include hello world', () => {
  expect(names).toContain('hello-world.ts')
})

for (const name of names) {
  const limit = name === 'hello-world.ts' ? 1500 : 4500
  it(`${name} costs at most ${limit} instantiations beyond its schemas`, async () => {
    const schemas = name.replace(/\.ts$/, '.schemas.ts')
    const [whole, part] = await Promise.all([
      instantiations(name),
      existsSync(join(samples, schemas)) ? instantiations(schemas) : instantiations(undefined),
    ])
    console.info(`types: ${name} costs ${whole - part} instantiations`)
    expect(whole - part).toBeLessThanOrEqual(limit)
  })
}

/** What the compiler does for one sample, seen by a user of the built package. */
async function instantiations(sample: string | undefined): Promise<number> {
  const empty = join(folder, 'empty.ts')
  writeFileSync(empty, 'export {}\n')
  const project = join(folder, `${basename(sample ?? 'empty')}.json`)
  const compilerOptions = { paths: {}, isolatedDeclarations: false, declaration: false }
  const files = [sample === undefined ? empty : join(samples, sample)]
  writeFileSync(
    project,
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, files, include: [] }),
  )
  const options = ['-p', project, '--extendedDiagnostics', '--singleThreaded', '--pretty', 'false']
  const result = await tool('typescript', options, 'tsc')
  const [, count] = /^Instantiations:\s+(\d+)/m.exec(result.output) ?? []
  assertClean(result)
  return Number(count)
}
