import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root, run } from '../run.ts'

/** Loaded lazily, with copies of their own of functions, and which: see `scripts/build.mjs`. */
const ownFiles: Readonly<Record<string, RegExp>> = {
  'requirements/compile/compile-requirement.js.map': /^src\/(requirements|util)\//,
  'sampling/tool-calls.js.map':
    /^src\/(core\/(schema-shape|drop-added-nulls|issue-text)|tools\/(result-part|run-calls|read-text-calls)|util\/lenient-json)\.ts$/,
}

it('no module of the library is in two files of the output, but functions that a lazy file has for itself', () => {
  const maps = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js.map'),
  )
  const sources = maps.flatMap((map) => {
    const text = readFileSync(join(root, 'dist', map), 'utf8')
    const { sources: paths } = JSON.parse(text) as { readonly sources: readonly string[] }
    const modules = [...new Set(paths.map((path) => path.replace(/^(\.\.\/)+/, '')))]
    const isOwn = (module: string): boolean => ownFiles[map]?.test(module) === true
    return modules.filter((module) => !isOwn(module))
  })
  const twice = sources.filter((source, index) => sources.indexOf(source) !== index)
  expect(maps).toEqual(expect.arrayContaining(Object.keys(ownFiles)))
  expect(sources).toContain('src/core/errors.ts')
  expect(twice).toEqual([])
})

it('the subpaths share their classes, whichever is loaded first', async () => {
  const program = `
    import { MockBackend } from 'mellea/testing'
    import { OpenAIBackend } from 'mellea/backends/openai'
    import { ModelStoreError } from 'mellea/local'
    import { SimpleContext as contextOfRoom } from 'mellea/context'
    import { MelleaError, MelleaSession, ModelOutputThunk, SimpleContext } from 'mellea'
    const m = new MelleaSession({ backend: new MockBackend(['hi']) })
    const thunk = m.instruct('Say hi.')
    let refusal
    try { new OpenAIBackend({ modelId: 3 }) } catch (error) { refusal = error }
    console.log([
      String(await thunk),
      thunk instanceof ModelOutputThunk,
      refusal instanceof MelleaError,
      ModelStoreError.prototype instanceof MelleaError,
      contextOfRoom === SimpleContext,
    ].join())`
  const { stdout, output } = await run(process.execPath, ['--input-type=module', '-e', program])
  expect(stdout.trim(), output).toBe('hi,true,true,true,true')
})
