import { MelleaSession, type Backend } from 'mellea'
import { LocalHFBackend } from 'mellea/backends/huggingface'

const granite = (): Backend => new LocalHFBackend({ modelId: 'ibm-granite/granite-4.1-3b' })

export async function local(backend: Backend = granite()): Promise<string> {
  await using m = new MelleaSession({ backend, ownsBackend: true }) // frees the model at the end
  return (await m.instruct('Say hi.')).value
}
