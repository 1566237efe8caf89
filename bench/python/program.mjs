/** One checked instruction again and again: the program of program.py. */
import { MelleaSession, req } from 'mellea'
import { OpenAIBackend } from 'mellea/backends/openai'

const [, , address, calls, concurrency] = process.argv
const prompt = 'Write one sentence about a fox in at most 60 words.'

const backend = new OpenAIBackend({ modelId: 'm', baseURL: `${address}/v1`, apiKey: 'k', env: {} })
// Python does not stream unless it is asked to
const m = new MelleaSession({ backend, stream: false })
const requirements = [
  req('Mention a fox.', (text) => text.includes('fox')),
  req('Use at most 60 words.', (text) => text.trim().split(/\s+/).length <= 60),
]

async function once() {
  if (!String(await m.instruct(prompt, { requirements })).includes('fox')) throw new Error('no fox')
}

async function burst(count) {
  let left = count
  const line = async () => {
    while (left-- > 0) await once()
  }
  await Promise.all(Array.from({ length: Number(concurrency) }, line))
}

function cpu() {
  const { user, system } = process.cpuUsage()
  return user + system
}

await once()
const result = { first: { cpuMs: cpu() / 1000 } }
if (Number(calls) > 0) {
  await burst(Math.max(20, Number(calls) / 4))
  const start = performance.now()
  const used = cpu()
  await burst(Number(calls))
  result.cpuMicros = (cpu() - used) / calls
  result.wallMicros = ((performance.now() - start) * 1000) / calls
}
result.rssMB = process.resourceUsage().maxRSS / 1024
console.log(`@${JSON.stringify(result)}`)
process.exit(0)
