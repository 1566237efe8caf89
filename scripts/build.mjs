/**
 * Builds `dist` from what package.json promises: declarations by tsc, JavaScript by esbuild.
 * The source of `dist/x.js` is `src/x.ts`. Everything is made beside `dist` and moved there at the end.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix, relative, sep } from 'node:path'
import { build } from 'esbuild'
import {
  frontDoor,
  frontDoorFile,
  frontDoorModules,
  outputFile,
  throughFrontDoor,
  throughOwnFile,
} from './front-door.mjs'

const root = join(import.meta.dirname, '..')
const staging = join(root, '.cache', `build-${process.pid}`)
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** Taken into the output (the command line's library); everything else third-party stays an import. */
const bundled = ['citty']
/**
 * Loaded when it is needed, in a file with copies of its own of what a session can do without: bundlers share a file whole, so what
 * these took from the front door would be in every page. Only for functions: a copy of a class is another class.
 */
const ownFiles = ['src/requirements/compile/compile-requirement.ts', 'src/sampling/tool-calls.ts']

process.chdir(root)
const problems = []
const promised = [
  ...Object.values(manifest.exports).flatMap((target) => target.default ?? []),
  ...Object.values(manifest.browser ?? {}),
  ...new Set(Object.values(manifest.bin)),
].map(sourceOf)
const typesPromised = Object.values(manifest.exports).flatMap((target) =>
  target.types ? posix.relative('dist', posix.normalize(target.types)) : [],
)
const missing = promised.filter((source) => !existsSync(source))
for (const source of missing) problems.push(`package.json promises ${source}, which does not exist`)

rmSync(staging, { recursive: true, force: true })
declarations()
await javascript([...promised.filter((source) => !missing.includes(source)), ...workers()])
rmSync('dist', { recursive: true, force: true })
if (existsSync(staging)) renameSync(staging, 'dist')
for (const problem of problems) console.error(`build: ${problem}`)
process.exitCode = problems.length > 0 ? 1 : 0

function declarations() {
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json')
  const tsc = join(dirname(compiler), JSON.parse(readFileSync(compiler, 'utf8')).bin.tsc)
  const options = ['-p', 'tsconfig.build.json', '--outDir', staging]
  const { status } = spawnSync(process.execPath, [tsc, ...options], { stdio: 'inherit' })
  if (status !== 0) problems.push('the declarations have errors')
  // the compiler leaves the source's extension
  const extension = /(\b(?:from|import)\s*\(?\s*['"]\.[^'"]+)\.ts(['"])/g
  const texts = new Map(
    filesIn(staging, '.d.ts').map((file) => [
      file,
      readFileSync(join(staging, file), 'utf8').replaceAll(extension, '$1.js$2'),
    ]),
  )
  const visible = declarationsFrom(typesPromised, texts)
  for (const [file, text] of texts)
    if (visible.has(file)) writeFileSync(join(staging, file), text)
    else rmSync(join(staging, file))
}

/** What a user's compiler can come to see, starting from the subpaths. */
function declarationsFrom(files, texts) {
  const found = new Set(files)
  for (const file of found)
    for (const [, path] of (texts.get(file) ?? '').matchAll(/['"](\.{1,2}\/[^'"]+)\.js['"]/g))
      found.add(posix.join(posix.dirname(file), `${path}.d.ts`))
  return found
}

async function javascript(sources) {
  const options = {
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    // published files must be loadable by require()
    supported: { 'top-level-await': false },
    sourcemap: true,
    legalComments: 'none',
    plugins: [thirdParty(), workerAddresses()],
  }
  try {
    const session = 'src/session/start-session.ts'
    const { modules, ofSession, later } = await frontDoorModules('src/index.ts', session, options)
    const shared = [...new Set([...sources, ...later])].filter((source) => !ownFiles.includes(source))
    const made = await Promise.all([
      outputs(shared, [throughOwnFile(ownFiles), throughFrontDoor(modules)], options),
      ...ownFiles.map((source) => outputs([source], [throughFrontDoor(ofSession)], options)),
    ])
    const outputFiles = made.flat()
    for (const { path, text } of outputFiles) save(slashed(relative('dist', path)), text)
    const importers = outputFiles.filter(({ path }) => path.endsWith('.js')).map(({ text }) => text)
    const { code, map } = await frontDoor(modules, importers, options)
    save(frontDoorFile, code)
    save(`${frontDoorFile}.map`, map)
  } catch (error) {
    problems.push(`the JavaScript has errors: ${error.message}`)
  }
  for (const bin of Object.values(manifest.bin)) {
    const file = join(staging, posix.relative('dist', posix.normalize(bin)))
    if (existsSync(file)) chmodSync(file, 0o755)
  }
}

async function outputs(sources, plugins, options) {
  const entryPoints = sources.map((source) => ({ in: source, out: source.replace(/^src\/(.*)\.ts$/, '$1') }))
  const made = await build({
    ...options,
    entryPoints,
    plugins: [...plugins, ...options.plugins],
    write: false,
  })
  return made.outputFiles
}

function save(file, text) {
  const path = join(staging, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, withAddresses(file, text))
}

/** Bare imports stay imports, and must be something a user of the package can have. */
function thirdParty() {
  const known = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return {
    name: 'third-party',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
        if (kind === 'entry-point') return null
        if (path.startsWith('node:') || known.includes(nameOf(path))) return { path, external: true }
        if (bundled.includes(nameOf(path)) || importer.includes('node_modules')) return null
        return { errors: [{ text: `'${path}' is neither a dependency nor a peer dependency` }] }
      })
    },
  }
}

/**
 * `new URL('./x.worker.ts', import.meta.url)` is relative to the source file, but its code may end in any output
 * file: the address is marked here, and made relative to that file when it is written.
 */
function workerAddresses() {
  return {
    name: 'worker-addresses',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        if (!text.includes('.worker.')) return null
        const folder = slashed(relative('src', dirname(path)))
        const contents = text.replaceAll(
          /(\bnew URL\(\s*)'(\.{1,2}\/[\w./-]+\.worker)\.[jt]s'/g,
          (_, start, name) => `${start}'${outputFile}${posix.join(folder, name)}.js'`,
        )
        return { contents, loader: 'ts' }
      })
    },
  }
}

function withAddresses(file, text) {
  return text.replaceAll(/output-file:([\w./-]+)/g, (_, target) => {
    const address = posix.relative(posix.dirname(file), target)
    return address.startsWith('.') ? address : `./${address}`
  })
}

function workers() {
  return filesIn('src', '.worker.ts').map((file) => `src/${file}`)
}

/** Relative to the folder, with slashes. */
function filesIn(folder, ending) {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith(ending)).map(slashed)
}

function sourceOf(target) {
  return posix
    .normalize(target)
    .replace(/^dist\//, 'src/')
    .replace(/\.js$/, '.ts')
}

function nameOf(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function slashed(path) {
  return path.split(sep).join('/')
}
