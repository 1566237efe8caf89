import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeScriptedModel } from 'mellea/local'

/** Writes a model of a few hundred kilobytes that says one sentence, whatever it is asked. */
export async function scriptedModel(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'mellea-demo-')), 'scripted.gguf')
  await writeScriptedModel(path, [{ say: 'Dear Olivia, thank you for the intern events and the hackathon!' }])
  return path
}
