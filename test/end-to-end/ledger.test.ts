import { expect, it } from 'vitest'
import { MelleaSession, OllamaModelBackend, req } from 'mellea'
import { startFakeOllama } from 'mellea/testing'

/** A small generator of chance that repeats (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

it('the ledger equals what the server counted, over real connections, whatever goes wrong', async () => {
  const server = await startFakeOllama()
  const next = chance(20261123)
  const counted = { calls: 0, input: 0, output: 0 }
  server.always(() => {
    const dice = next()
    counted.calls += 1
    if (dice < 0.1) return { status: 503, error: 'overloaded' }
    const tokens = { inputTokens: Math.floor(next() * 50) + 1, outputTokens: Math.floor(next() * 50) + 1 }
    counted.input += tokens.inputTokens
    counted.output += tokens.outputTokens
    return { ...tokens, text: dice < 0.5 ? 'WRONG' : 'right' }
  })
  const clock = {
    now: () => 0,
    after: (_ms: number, call: () => void) => (queueIfRetry(_ms, call), () => {}),
  }
  const m = new MelleaSession({
    backend: new OllamaModelBackend({ baseURL: server.url }),
    clock,
    onFailure: 'best',
  })
  const requirements = [req('lower case', (text: string) => text === text.toLowerCase())]
  const runs = Array.from({ length: 150 }, () =>
    m.instruct('Say it.', { requirements }).catch(() => undefined),
  )
  const accepted = (await Promise.all(runs)).filter((output) => output?.ok)
  expect([...new Set(accepted.map((output) => output?.text))]).toEqual(['right'])
  const { calls, inputTokens, outputTokens } = m.ledger
  expect({ calls, input: inputTokens, output: outputTokens }).toEqual(counted)
  expect(server.generations).toBe(counted.calls)
  await server.close()
})

/** Time stands still, but for the waits before a retry, which are over at once. */
function queueIfRetry(ms: number, call: () => void): void {
  if (ms < 60_000) queueMicrotask(call)
}
