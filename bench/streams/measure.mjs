import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startServer } from '../http/measure.mjs'
import { clients } from './clients.mjs'

/** A thousand streams at once in one process: what is lost, what stays in memory, and how soon an abort reaches the socket. */
export async function measure({ quick }) {
  const job = quick
    ? { waves: 3, streams: 50, tokens: 20, aborts: 10 }
    : { waves: 10, streams: 1000, tokens: 500, aborts: 200 }
  const server = await startServer()
  const parts = {}
  try {
    for (const name of Object.keys(clients)) {
      console.log(`  ${name}`)
      parts[name] = await run(name, server.address, job)
    }
  } finally {
    server.stop()
  }
  return { ...job, parts }
}

async function run(name, address, job) {
  const held = await holdingServer(name)
  const given = JSON.stringify({ ...job, held: held.address })
  const child = fork(join(import.meta.dirname, 'client.mjs'), [name, address, given], {
    execArgv: ['--expose-gc'],
  })
  const began = performance.now()
  const exited = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`${name}: the process that reads ended with ${code}`)
  })
  exited.catch(() => {})
  const next = () => Promise.race([once(child, 'message'), exited])
  try {
    const [{ heaps, lost, rssMB }] = await next()
    const secondsAWave = (performance.now() - began) / 1000 / job.waves
    const abortMs = []
    for (let count = 0; count < job.aborts; count++) {
      const closed = held.closed()
      const [{ abortedAt }] = await next()
      abortMs.push(Number((await closed) - BigInt(abortedAt)) / 1e6)
      child.send({ next: true })
    }
    await exited
    return { heaps, lost, rssMB, secondsAWave, abortMs }
  } finally {
    child.kill()
    held.stop()
  }
}

const first = {
  Ollama:
    '{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"Hm"},"done":false}\n',
  'Chat Completions':
    'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hm"},"finish_reason":null}]}\n\n',
  Responses:
    'data: {"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"Hm","sequence_number":0}\n\n',
  Anthropic: 'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hm"}}\n\n',
}

/** Says one word, and no more; tells when the client has closed. */
async function holdingServer(name) {
  const type = name === 'Ollama' ? 'application/x-ndjson' : 'text/event-stream'
  const size = Buffer.byteLength(first[name]).toString(16)
  const reply = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n${size}\r\n${first[name]}\r\n`
  let tell = () => {}
  const server = createServer((socket) => {
    socket.once('data', () => socket.write(reply))
    socket.on('error', () => {})
    socket.on('close', () => tell(process.hrtime.bigint()))
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    closed: () => new Promise((done) => (tell = done)),
    stop: () => server.close(),
  }
}
