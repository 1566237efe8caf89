import { ollamaHost } from '../backends/ollama-host.ts'
import { MelleaError } from '../core/errors.ts'
import { joinURL } from '../util/join-url.ts'
import { withoutUser } from '../util/without-user.ts'
import { askServer } from './ask-server.ts'
import type { Terminal } from './terminal.ts'

interface OllamaModel {
  readonly name: string
  readonly sizeBytes?: number
  readonly quantization?: string
  /** When it was last changed, in ISO 8601. */
  readonly modifiedAt?: string
}

/** What the Ollama server has; where it does not answer, why. */
export type OllamaListing =
  | { readonly baseURL: string; readonly reachable: true; readonly models: readonly OllamaModel[] }
  | { readonly baseURL: string; readonly reachable: false; readonly reason: string }

/** Asks the server that OLLAMA_HOST names. */
export async function ollamaModels(terminal: Terminal): Promise<OllamaListing> {
  let address: string
  try {
    address = ollamaHost(terminal.env['OLLAMA_HOST'])
  } catch (error) {
    if (!MelleaError.isInstance(error)) throw error
    return { baseURL: 'OLLAMA_HOST', reachable: false, reason: error.message }
  }
  const baseURL = withoutUser(address).replace(/\/+$/, '')
  const answer = await askServer({ url: joinURL(address, 'api/tags') }, terminal)
  if (!answer.ok) return { baseURL, reachable: false, reason: answer.reason }
  const models: unknown = Reflect.get(Object(answer.body), 'models')
  if (!Array.isArray(models)) return { baseURL, reachable: false, reason: 'what answers there is not Ollama' }
  return { baseURL, reachable: true, models: models.flatMap(toModel) }
}

function toModel(tag: unknown): readonly OllamaModel[] {
  const { name, size, modified_at: modifiedAt, details } = Object(tag) as Readonly<Record<string, unknown>>
  if (typeof name !== 'string') return []
  const quantization: unknown = Reflect.get(Object(details), 'quantization_level')
  return [
    {
      name,
      ...(typeof size === 'number' && { sizeBytes: size }),
      ...(typeof quantization === 'string' && { quantization }),
      ...(typeof modifiedAt === 'string' && { modifiedAt }),
    },
  ]
}
