import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { startServer } from '../http/measure.mjs'
import { programs } from './hello.mjs'
import { loadedFiles } from './loaded-files.mjs'

const folder = join(import.meta.dirname, '../.cache/bundle')

/** How much JavaScript the smallest program needs: the files of its bundle that it loads when it runs. */
export async function measure() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const server = await startServer()
  const sizes = {}
  try {
    for (const [index, [name, source]] of Object.entries(programs).entries()) {
      const out = await bundle(`hello-${index}`, source, 'node')
      const files = loadedFiles(out.entry, { BENCH_ADDRESS: `${server.address}/bulk/40` })
      const loaded = files.filter((file) => file.startsWith(out.folder))
      sizes[name] = { ...weigh(loaded), all: weigh(out.files) }
    }
    const door = await bundle('front-door', `export * from 'mellea'\n`, 'node')
    sizes['mellea, all of the front door'] = { ...weigh(door.static), all: weigh(door.files) }
  } finally {
    server.stop()
  }
  return { unit: 'KB gzip', sizes }
}

async function bundle(name, source, platform) {
  const input = join(folder, `${name}.mjs`)
  writeFileSync(input, source)
  const outdir = join(folder, `out-${name}`)
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [input],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform,
    target: 'es2022',
    supported: { 'top-level-await': true },
    // as if they were not installed: the checkout above has them
    external: ['node-llama-cpp', '@huggingface/jinja'],
    // CommonJS inside an ES module asks for this
    banner: {
      js: `import { createRequire as __cr } from 'node:module';const require=__cr(import.meta.url);`,
    },
    // the checkout above has one that leads to its sources
    tsconfigRaw: '{}',
    metafile: true,
    logLevel: 'error',
  })
  const { outputs } = metafile
  const entry = Object.keys(outputs).find((file) => outputs[file].entryPoint)
  const absolute = (files) => [...files].map((file) => join(folder, file))
  return {
    folder: outdir,
    entry: join(folder, entry),
    files: absolute(Object.keys(outputs)),
    static: absolute(closure(outputs, entry)),
  }
}

function closure(outputs, entry, seen = new Set()) {
  if (seen.has(entry)) return seen
  seen.add(entry)
  for (const { path, kind, external } of outputs[entry].imports)
    if (kind === 'import-statement' && !external) closure(outputs, path, seen)
  return seen
}

function weigh(files) {
  const texts = files.map((file) => readFileSync(file))
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0)
  return {
    files: files.length,
    bytes: sum(texts.map(({ length }) => length)),
    gzip: sum(texts.map((text) => gzipSync(text).length)),
  }
}
