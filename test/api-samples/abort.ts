import { startSession, type MelleaSession } from 'mellea'

export async function limits(m: MelleaSession = startSession(), signal?: AbortSignal): Promise<void> {
  await m.instruct('…', { signal, timeout: 30_000, maxRetries: 2 })
  await m.instruct('…', { timeout: { total: 60_000, firstChunk: 10_000, chunk: 2_000 } })
}

export async function stopAtWord(m: MelleaSession = startSession()): Promise<string> {
  let said = ''
  for await (const delta of m.instruct('Count to a million.')) {
    said += delta
    if (said.includes('42')) break // cancels the request
  }
  return said
}

export async function leaveBlock(m: MelleaSession = startSession()): Promise<string> {
  await using call = m.instruct('Long job.')
  for await (const delta of call) return delta
  return '' // leaving the block cancels
}

export async function parallel(m: MelleaSession = startSession()): Promise<readonly string[]> {
  const [a, b] = await Promise.all([m.instruct('mountains'), m.instruct('rivers')]) // wait_for_all_mots
  return [a.value, b.value]
}
