import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { startFakeOllama, startFakeOpenAI, type FakeServer } from 'mellea/testing'

const program = fileURLToPath(new URL('./client-program.ts', import.meta.url))
const servers: FakeServer[] = []

async function start(kind: string): Promise<FakeServer> {
  const server = await (kind === 'openai' ? startFakeOpenAI() : startFakeOllama())
  servers.push(server)
  return server
}

function run(what: string, server: FakeServer, kind: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', program, what, server.url, kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

describe.each(['ollama', 'openai'])('a program that talks to %s', (kind) => {
  it('is killed in the middle: the server sees the connection close', async () => {
    const server = await start(kind)
    server.reply({ text: 'once upon a time '.repeat(20), holdAfterFrames: 10 })
    const child = run('read', server, kind)
    await once(child.stdout ?? child, 'data')
    child.kill('SIGKILL')
    await server.disconnected()
    await once(child, 'exit')
  }, 60_000)

  it('leaves the loop: the server sees the connection close, and the process ends by itself', async () => {
    const server = await start(kind)
    server.reply({ text: 'once upon a time '.repeat(20), holdAfterFrames: 10 })
    const child = run('break', server, kind)
    await server.disconnected()
    expect(await once(child, 'exit')).toEqual([0, null])
  }, 60_000)

  it('has its answer: nothing of ours keeps the process alive', async () => {
    const server = await start(kind)
    const child = run('ask', server, kind)
    let said = ''
    child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(said).toBe('Hello!\n')
  }, 60_000)
})
