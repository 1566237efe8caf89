import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runM } from '../../test/run-m.ts'

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-cli-'))
  file = join(folder, 'mine.gguf')
  await writeFile(file, 'GGUF and the rest')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('m', () => {
  it('tells its version and its commands', async () => {
    expect(await runM(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n', stderr: '' })
    const help = await runM(['--help'])
    for (const name of ['ask', 'models', 'pull', 'doctor'])
      expect(help.stdout).toMatch(new RegExp(` ${name}  `))
    expect(help.stdout).not.toContain('\u001B')
  })

  it('helps without loading what the commands are made of', async () => {
    const tracer = new URL('../../test/gates/trace-imports.mjs', import.meta.url).href
    const main = fileURLToPath(new URL('./main.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', '--import', tracer, main, '--help'])
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
    expect(code).toBe(0)
    const loaded = [...stdout.matchAll(/^loaded .*?\/(src|node_modules)\/(.*)$/gm)].map(([, , path]) => path)
    expect(stdout).toMatch(/doctor +Tell/)
    expect(loaded).toContain('cli/main.ts')
    expect(loaded.filter((path) => !/^(cli|citty)\//.test(path ?? ''))).toEqual(['core/clock.ts'])
    expect(loaded.filter((path) => /^cli\/(ask|models|doctor)\//.test(path ?? ''))).toEqual([])
  })

  it.each([
    [[], 'no command was given'],
    [['frob'], "there is no 'frob'. The commands are: ask, models, pull, doctor"],
    [['toString'], "there is no 'toString'"],
    [['pull'], 'Missing required positional argument: ID'],
    [['pull', 'a', 'b'], "'b'"],
    [['pull', 'a', '--frob'], 'there is no option --frob'],
    [['pull', 'a', '--source', 'mars'], 'Expected one of: auto, hub, package'],
    [['pull', 'https://huggingface.co/a/b'], 'write hf:owner/repo/file.gguf'],
  ])('%j is wrong usage', async (args, reason) => {
    const { code, stdout, stderr } = await runM(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
    expect(stderr).not.toContain('\u001B')
  })

  it('respects NO_COLOR on a terminal', async () => {
    expect((await runM(['pull', '--help'], { isTTY: true, env: { NO_COLOR: 'yes' } })).stdout).not.toContain(
      '\u001B',
    )
  })
})

describe('m pull', () => {
  it('helps with examples', async () => {
    const { code, stdout } = await runM(['pull', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/--cache-dir=<DIR>[\s\S]*EXAMPLES[\s\S]*m pull smollm2-135m-instruct/)
  })

  it('gives the path on stdout and the rest on stderr', async () => {
    const { code, stdout, stderr } = await runM(['pull', file])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${file}\n` })
    expect(stderr).toBe(`${file} is here: file, 17 B\n`)
  })

  it('gives one object to programs, also when it fails', async () => {
    const there = await runM(['pull', file, '--json'])
    expect(JSON.parse(there.stdout)).toEqual({ id: file, path: file, source: 'file', sizeBytes: 17 })
    const failed = await runM(['pull', 'a/b', '--json', '--cache-dir', folder])
    expect(failed.code).toBe(1)
    expect(JSON.parse(failed.stdout)).toMatchObject({
      error: { code: 'model-store', attempts: [{ where: 'cache', what: folder }, {}, {}] },
    })
  })

  it('stopped with Ctrl-C says what is kept', async () => {
    const sha256 = 'a'.repeat(64)
    const server = createServer((request, response) => {
      const siblings = [{ rfilename: 'b-Q8_0.gguf', lfs: { sha256, size: 9000 } }]
      if (request.url?.startsWith('/api')) response.end(JSON.stringify({ sha: 'abcdef0', siblings }))
      else response.writeHead(200, { 'content-length': 9000 }).write(Buffer.alloc(5000))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const env = {
      ...process.env,
      HF_HUB_OFFLINE: '',
      HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    }
    const main = fileURLToPath(new URL('./main.ts', import.meta.url))
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', main, 'pull', 'a/b-GGUF', '--cache-dir', folder],
      { env },
    )
    let pressed = false
    child.stderr.on('data', (part: Buffer) => {
      // once: the farewell names the bytes too, and a second Ctrl-C ends the program at once
      if (!pressed && String(part).includes('5.00 kB')) pressed = child.kill('SIGINT')
    })
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect(stderr).toContain(
      'stopped. 5.00 kB have arrived and are kept; the same command goes on from there.',
    )
    expect(code).toBe(130)
    expect(await readdir(join(folder, 'models', 'a--b-GGUF'))).toEqual([
      `b-Q8_0.gguf.${sha256.slice(0, 12)}.part`,
    ])
    server.closeAllConnections()
    server.close()
  })
})
