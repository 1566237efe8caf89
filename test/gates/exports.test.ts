import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { entries } from '../entries.ts'
import { root } from '../run.ts'

it('every subpath has its source', () => {
  expect(entries.map(({ source }) => source).filter((source) => !existsSync(join(root, source)))).toEqual([])
})

it('every room with an index and every backend class has its subpath', () => {
  const rooms = readdirSync(join(root, 'src')).map((room) => `src/${room}/index.ts`)
  const backends = readdirSync(join(root, 'src/backends'))
    .filter((file) => /^[\w-]+\.ts$/.test(file))
    .map((file) => `src/backends/${file}`)
    .filter((file) => /^export class \w+Backend\b/m.test(readFileSync(join(root, file), 'utf8')))
  const sources = new Set(entries.map(({ source }) => source))
  const unlisted = [...rooms, ...backends].filter(
    (file) => !sources.has(file) && existsSync(join(root, file)),
  )
  expect(unlisted).toEqual([])
})

// after a wanted change of the surface: npx vitest run --project repo exports -u
for (const { specifier, code, types } of entries)
  it(`${specifier} exports the names that were reviewed`, async () => {
    const module = (await import(/* @vite-ignore */ pathToFileURL(join(root, code)).href)) as object
    const values = Object.keys(module)
    const declared = declaredNames(readFileSync(join(root, types), 'utf8'))
    expect(values.filter((name) => !declared.includes(name))).toEqual([])
    const lines = declared.toSorted().map((name) => (values.includes(name) ? name : `type ${name}`))
    const snapshot = specifier.replaceAll('/', '.')
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./exports/${snapshot}.txt`)
  })

/** The names that a declaration file without `export *` exports. */
function declaredNames(text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const lists = [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(','),
  )
  const listed = lists.map((item) =>
    item
      .trim()
      .replace(/^type /, '')
      .replace(/^.* as /, ''),
  )
  const declarations =
    /^export (?:declare )?(?:abstract )?(?:class|function|const|let|interface|type) (\w+)/gm
  const own = [...code.matchAll(declarations)].map(([, name = '']) => name)
  return [...new Set([...listed, ...own])].filter((name) => name !== '')
}
