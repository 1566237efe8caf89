// Preloaded with --import: tells at the end which files were loaded as modules, whether by import or by require.
import { createRequire, register } from 'node:module'
import { writeFileSync } from 'node:fs'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'

const hook = `
  let port
  export const initialize = ({ port: given }) => { port = given }
  export async function load(url, context, next) {
    if (url.startsWith('file:')) port.postMessage(url)
    return next(url, context)
  }`
const { port1, port2 } = new MessageChannel()
register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: { port: port2 }, transferList: [port2] })
port1.unref()

const { cache } = createRequire(import.meta.url)
process.on('exit', () => {
  const urls = new Set()
  for (let said = receiveMessageOnPort(port1); said; said = receiveMessageOnPort(port1))
    urls.add(said.message)
  const files = new Set([...urls].map((url) => decodeURIComponent(new URL(url).pathname)))
  for (const file of Object.keys(cache)) files.add(file)
  writeFileSync(process.env['BENCH_TRACE'], JSON.stringify([...files]))
})
