/** The same call, iterated instead of awaited; stopped by leaving the loop. */
import { startSession, type MelleaSession } from 'mellea'
import { runAsProgram } from './run-as-program.ts'

/** Writes until the text has `limit` letters. Leaving the loop cancels the call, down to the socket. */
export async function tellStory(
  m: MelleaSession,
  write: (text: string) => void,
  limit = 400,
): Promise<number> {
  let length = 0
  for await (const delta of m.instruct('Tell a short story about a lighthouse.')) {
    write(delta)
    length += delta.length
    if (length >= limit) break
  }
  return length
}

await runAsProgram(import.meta.url, async () => {
  await tellStory(startSession({ backendName: 'auto' }), (text) => process.stdout.write(text))
  process.stdout.write('\n')
})
