/**
 * The front door in one file. Code splitting alone would make a file of each group of modules that the same subpaths
 * share; `import 'mellea'` would open dozens of them. So what `src/index.ts` imports is bundled into one file, and
 * every other file imports it from there: one copy of each module, whichever subpath is loaded first.
 */
import { relative, resolve, sep } from 'node:path'
import { build, transform } from 'esbuild'

/** Where the code of the front door lies in the output. */
export const frontDoorFile = 'front-door.js'

/** Stands for an output file until the importing file's own place is known. */
export const outputFile = 'output-file:'

/** The modules that `entry` loads at once, without itself; those of them that `session` needs; and those that they may load later. */
export async function frontDoorModules(entry, session, options) {
  const { metafile } = await build({ ...options, entryPoints: [entry], write: false, metafile: true })
  const [atOnce, needed, later] = [new Set([entry]), new Set([session]), new Set()]
  for (const found of [atOnce, needed])
    for (const module of found)
      for (const { path, kind, external } of metafile.inputs[module].imports)
        if (!external) (kind === 'dynamic-import' ? later : found).add(path)
  atOnce.delete(entry)
  const modules = await exportsOf([...atOnce], options)
  const ofSession = new Map([...modules].filter(([source]) => needed.has(source)))
  return { modules, ofSession, later: [...later] }
}

/** Lets whatever imports one of these modules import it from its own file, which is made apart. */
export function throughOwnFile(sources) {
  return {
    name: 'through-own-file',
    setup({ onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
        const source = sourcePath(resolve(resolveDir, path))
        if (kind === 'entry-point' || !sources.includes(source)) return null
        return { path: `${outputFile}${outputOf(source)}`, external: true }
      })
    },
  }
}

/** Lets whatever imports a module of the front door import it from that one file. */
export function throughFrontDoor(modules) {
  const file = `${outputFile}${frontDoorFile}`
  return {
    name: 'through-front-door',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
        const source = sourcePath(resolve(resolveDir, path))
        if (!modules.has(source)) return null
        return kind === 'entry-point'
          ? { path: source, namespace: 'front-door' }
          : { path: file, external: true }
      })
      onResolve({ filter: /./, namespace: 'front-door' }, () => ({ path: file, external: true }))
      // a subpath of its own, whose one module is in the file
      onLoad({ filter: /./, namespace: 'front-door' }, ({ path }) => ({
        contents: `export { ${modules.get(path).join(', ')} } from '${file}'`,
      }))
    },
  }
}

/** The file itself: exports what the other output files import from it. */
export async function frontDoor(modules, importers, options) {
  const wanted = namesImported(importers)
  const owners = new Map()
  for (const [source, names] of modules)
    for (const name of names.filter((each) => wanted.has(each))) {
      if (owners.has(name)) throw new Error(`${source} and ${owners.get(name)} export the same name, ${name}`)
      owners.set(name, source)
    }
  const lines = [...owners].map(([name, source]) => `export { ${name} } from './${source}'`)
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: lines.join('\n'), resolveDir: '.' },
    splitting: false,
    write: false,
    sourcemap: 'inline',
    plugins: [lazyImports(), ...options.plugins],
  })
  return minified(outputFiles[0].text)
}

/**
 * Without its exports the text is a script to esbuild, whose names at the top have to stay: so stack traces and
 * inspected objects name functions and classes, and only what is local gets short.
 */
async function minified(text) {
  const exported = /^export \{[^}]*\};\n/m.exec(text)?.[0] ?? ''
  const { code, map } = await transform(text.replace(exported, ''), {
    minify: true,
    lineLimit: 120,
    target: 'es2022',
    sourcemap: 'external',
    sourcefile: frontDoorFile,
  })
  const shortExported = exported.replaceAll(/\s+/g, ' ')
  return { code: `${code}${shortExported}\n//# sourceMappingURL=${frontDoorFile}.map\n`, map }
}

function lazyImports() {
  return {
    name: 'lazy-imports',
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, kind }) => {
        if (kind !== 'dynamic-import') return null
        const source = sourcePath(resolve(resolveDir, path))
        return { path: `${outputFile}${outputOf(source)}`, external: true }
      })
    },
  }
}

/** What each module exports, by its path. */
async function exportsOf(sources, options) {
  const { metafile } = await build({
    ...options,
    entryPoints: sources,
    bundle: false,
    splitting: false,
    plugins: [],
    write: false,
    metafile: true,
  })
  const outputs = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint)
  return new Map(outputs.map(({ entryPoint, exports }) => [entryPoint, exports]))
}

function namesImported(texts) {
  const whole = new RegExp(`\\* as \\w+ from "${outputFile}`)
  if (texts.some((text) => whole.test(text)))
    throw new Error('a module of the front door is imported with `import *`: name what is needed')
  const statements = new RegExp(`\\b(?:import|export)\\s*\\{([^}]*)\\}\\s*from\\s*"${outputFile}`, 'g')
  const lists = texts.flatMap((text) => [...text.matchAll(statements)].map(([, list]) => list))
  return new Set(lists.flatMap((list) => list.split(',').map((item) => item.trim().split(' as ')[0])))
}

function outputOf(source) {
  return source.replace(/^src\/(.*)\.ts$/, '$1.js')
}

function sourcePath(path) {
  return relative('.', path).split(sep).join('/')
}
