import { BackendError } from '../../core/backend-error.ts'
import { send, type Endpoint } from '../../http/endpoint.ts'
import type { HttpRequest } from '../../http/transport.ts'
import { wholeReply } from './whole-reply.ts'

export interface ListedModel {
  readonly id: string
  readonly ownedBy?: string
  /** In tokens; vLLM says it. */
  readonly contextLength?: number
}

/** What `GET /models` lists; nothing where the server has no such list, or does not show it to this key. */
export async function listModels(
  endpoint: Endpoint,
  request: HttpRequest,
): Promise<readonly ListedModel[] | undefined> {
  try {
    const { body } = await wholeReply(() => send(endpoint, request), request.signal)
    const { data } = body
    return Array.isArray(data) ? data.flatMap(toModel) : undefined
  } catch (error) {
    if (error instanceof BackendError && [403, 404, 405].includes(error.status ?? 0)) return undefined
    throw error
  }
}

function toModel(entry: unknown): ListedModel[] {
  if (typeof entry !== 'object' || entry === null || !('id' in entry) || typeof entry.id !== 'string')
    return []
  const ownedBy = 'owned_by' in entry && typeof entry.owned_by === 'string' ? entry.owned_by : undefined
  const length =
    'max_model_len' in entry && typeof entry.max_model_len === 'number' ? entry.max_model_len : undefined
  return [{ id: entry.id, ...(ownedBy && { ownedBy }), ...(length && { contextLength: length }) }]
}
