import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { runProcess } from './run-process.ts'

const { signal } = new AbortController()

describe('a program', () => {
  it('is run without a shell, and what it prints is collected', async () => {
    const script = 'console.log(process.argv[1]); console.error(process.env.WORD); process.exit(3)'
    const result = await runProcess(process.execPath, ['-e', script, '$HOME; é'], {
      signal,
      env: { WORD: 'said' },
    })
    expect(result).toEqual({ code: 3, stdout: '$HOME; é\n', stderr: 'said\n' })
  })

  it('that does not exist is an error', async () => {
    await expect(runProcess('no-such-program', [], { signal, env: {} })).rejects.toMatchObject({
      code: 'ENOENT',
    })
  })

  it('is ended by an abort, before the promise settles', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const controller = new AbortController()
    const script = `require('net').connect(${port}, '127.0.0.1')`
    const running = runProcess(process.execPath, ['-e', script], {
      signal: controller.signal,
      env: process.env,
    })
    const [socket] = (await once(server, 'connection')) as [Socket]
    const gone = new Promise((resolve) => socket.on('error', resolve).on('close', resolve).resume())
    controller.abort()
    await expect(running).rejects.toBe(controller.signal.reason)
    await gone
    server.close()
  })
})
