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
import { runCommandLine } from './command-line.ts'

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-cli-'))
  file = join(folder, 'mine.gguf')
  await writeFile(file, 'GGUF and the rest')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function m(args: readonly string[], { env = {}, isTTY = false } = {}): Promise<Outcome> {
  const output = { stdout: '', stderr: '' }
  const terminal = {
    stdout: { write: (part: string) => (output.stdout += part), isTTY },
    stderr: { write: (part: string) => (output.stderr += part) },
    env: { HF_HUB_OFFLINE: '1', ...env },
    signal: new AbortController().signal,
    now: () => 0,
  }
  const code = await runCommandLine(args, terminal, async () => '1.2.3')
  return { code, ...output }
}

describe('m', () => {
  it('tells its version and its commands', async () => {
    expect(await m(['--version'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' })
    const help = await m(['--help'])
    expect(help.stdout).toMatch(/pull +Bring the weights/)
    expect(help.stdout).not.toContain('\u001B')
  })

  it.each([
    [[], 'no command was given'],
    [['frob'], "there is no 'frob'. The commands are: pull"],
    [['toString'], "there is no 'toString'"],
    [['pull'], 'Missing required positional argument: ID'],
    [['pull', 'a', 'b'], "'b'"],
    [['pull', 'a', '--frob'], 'there is no option --frob'],
    [['pull', 'a', '--source', 'mars'], 'Expected one of: auto, hub, package'],
    [['pull', 'https://huggingface.co/a/b'], 'write hf:owner/repo/file.gguf'],
  ])('%j is wrong usage', async (args, reason) => {
    const { code, stdout, stderr } = await m(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
    expect(stderr).not.toContain('\u001B')
  })

  it('respects NO_COLOR on a terminal', async () => {
    expect((await m(['pull', '--help'], { isTTY: true, env: { NO_COLOR: 'yes' } })).stdout).not.toContain(
      '\u001B',
    )
  })
})

describe('m pull', () => {
  it('helps with examples', async () => {
    const { code, stdout } = await m(['pull', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/--cache-dir=<DIR>[\s\S]*EXAMPLES[\s\S]*m pull smollm2-135m-instruct/)
  })

  it('gives the path on stdout and the rest on stderr', async () => {
    const { code, stdout, stderr } = await m(['pull', file])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${file}\n` })
    expect(stderr).toBe(`${file} is here: file, 17 B\n`)
  })

  it('gives one object to programs, also when it fails', async () => {
    const there = await m(['pull', file, '--json'])
    expect(JSON.parse(there.stdout)).toEqual({ id: file, path: file, source: 'file', sizeBytes: 17 })
    const failed = await m(['pull', 'a/b', '--json', '--cache-dir', folder])
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
    child.stderr.on('data', (part: Buffer) => String(part).includes('5.00 kB') && child.kill('SIGINT'))
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
