import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadedFiles } from '../loaded-files.ts'
import { root } from '../run.ts'

const hello = `
  import { startSession } from 'mellea'
  const reply = [{ message: { role: 'assistant', content: 'hi there' }, done: false }, { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 9, eval_count: 2 }]
  globalThis.fetch = async (input) => {
    const url = String(input.url ?? input)
    if (!url.endsWith('/api/chat')) return Response.json({ capabilities: ['completion'] })
    return new Response(reply.map((chunk) => JSON.stringify({ model: 'granite4.1:3b', ...chunk }) + '\\n').join(''), { headers: { 'content-type': 'application/x-ndjson' } })
  }
  const m = startSession()
  console.log(String(await m.instruct('Say hi.')))
`

const local = `
  import { startSession } from 'mellea'
  import { LocalHFBackend } from 'mellea/backends/huggingface'
  const said = []
  await startSession({ backendName: 'hf' }).instruct('Say hi.').catch((error) => said.push(error))
  try {
    new LocalHFBackend()
  } catch (error) {
    said.push(error)
  }
  console.log(said.map((error) => error.code).join())
`

/** A program outside of this repository, with the package installed and no optional peer. */
describe('a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mellea-bundle-'))

  beforeAll(() => {
    const installed = join(folder, 'node_modules/mellea')
    mkdirSync(installed, { recursive: true })
    cpSync(join(root, 'package.json'), join(installed, 'package.json'))
    cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'hello.js'), hello)
    writeFileSync(join(folder, 'everything.js'), `export * from 'mellea'`)
    writeFileSync(join(folder, 'local.js'), local)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('for the web, of startSession().instruct() on Ollama needs at most 37 KB gzip, and works', async () => {
    await bundle('hello.js')
    const { files, stdout } = await loadedFiles(join(folder, 'out/hello.js'))
    const size = sum(files.map(gzipSize))
    console.info(`bundle: hello world on Ollama needs ${kilobytes(size)} gzip in ${files.length} files`)
    expect(stdout.trim()).toBe('hi there')
    expect(size).toBeLessThanOrEqual(37_000)
  })

  it('for the web can be made of the whole front door', async () => {
    const { outputs } = await bundle('everything.js')
    const statically = closure(outputs, 'out/everything.js').map((file) => join(folder, file))
    const lazily = Object.keys(outputs)
      .filter((file) => file.endsWith('.js'))
      .map((file) => join(folder, file))
    const [door, all] = [statically, lazily].map((files) => kilobytes(sum(files.map(gzipSize))))
    console.info(`bundle: the front door is ${door} gzip, ${all} with everything it may load later`)
  })

  it('for the web says that models in this process need Node', async () => {
    await bundle('local.js')
    const { stdout } = await loadedFiles(join(folder, 'out/local.js'))
    expect(stdout.trim()).toBe('unsupported,unsupported')
  })

  it('for Node can be made without the optional peers', async () => {
    await bundle('local.js', 'node')
  })

  async function bundle(entry: string, platform: 'browser' | 'node' = 'browser'): Promise<Metafile> {
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints: [entry],
      outdir: platform === 'node' ? 'out/node' : 'out',
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform,
      target: 'es2022',
      supported: { 'top-level-await': true },
      metafile: true,
      logLevel: 'silent',
    })
    return metafile
  }
})

type Outputs = Readonly<
  Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>
>
interface Metafile {
  readonly outputs: Outputs
}

/** The files that are loaded as soon as the first one is. */
function closure(outputs: Outputs, first: string): readonly string[] {
  const found = new Set([first])
  for (const file of found)
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') found.add(path)
  return [...found]
}

function gzipSize(file: string): number {
  return gzipSync(readFileSync(file)).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}
