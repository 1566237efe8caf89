import { isSameModel } from '../../backends/ollama-model-name.ts'
import { modelIds } from '../../core/model-catalogue.ts'
import { resolveModelId } from '../../core/resolve-model-id.ts'
import { joinURL } from '../../util/join-url.ts'
import { askServer } from '../ask-server.ts'
import { ollamaModels } from '../ollama-models.ts'
import type { Terminal } from '../terminal.ts'
import type { Check } from './check.ts'

/** Whether Ollama answers, and has the model that is asked where none is named. */
export async function ollamaCheck(terminal: Terminal): Promise<Check> {
  const name = 'ollama'
  const listing = await ollamaModels(terminal)
  const { baseURL } = listing
  if (!listing.reachable) {
    const text = `${baseURL}: ${listing.reason}`
    return { name, status: 'missing', text, remedy: 'ollama serve   (install it from https://ollama.com)' }
  }
  const answer = await askServer({ url: joinURL(baseURL, 'api/version') }, terminal)
  const version: unknown = answer.ok ? Reflect.get(Object(answer.body), 'version') : undefined
  const said = `${baseURL} answers${typeof version === 'string' ? `, version ${version}` : ''}`
  const standard = resolveModelId(modelIds.IBM_GRANITE_4_1_3B, 'ollama')
  const names = listing.models.map((model) => model.name)
  if (names.some((each) => isSameModel(each, standard)))
    return { name, status: 'ok', text: `${said}, has ${standard}`, backend: name }
  const others = names.length > 0 ? `, but has ${names.slice(0, 4).join(', ')}` : ' and has no model'
  return {
    name,
    status: 'missing',
    text: `${said}, lacks ${standard}${others}`,
    remedy: `ollama pull ${standard}`,
    ...(names.length > 0 && { backend: name }),
  }
}
