import type { BackendEvent, Middleware } from '../core/backend.ts'
import { eventFromJson, eventToJson } from '../core/event-json.ts'
import { normalRequest } from '../core/normal-request.ts'

/** Where answers are kept: a `Map` will do, as will anything that stores text by a key. */
export interface CacheStore {
  /** Nothing for a key that it has not: `undefined`, or `null` as databases say. */
  get(key: string): string | null | undefined | Promise<string | null | undefined>
  /** Keeps an answer; a promise is waited for. */
  set(key: string, value: string): unknown
}

/**
 * A middleware that answers a request it has seen before without calling the model.
 *
 * The key is made of the backend, the model, and the whole request but its headers: whatever could change the answer changes the key.
 * Only whole answers are kept, never failed or aborted ones. A kept answer costs nothing: it has no row in the ledger, and its
 * receipt says `cached`. Off unless you pass it to a session.
 *
 * @example
 * import { cached, startSession } from 'mellea'
 * const m = startSession({ middleware: [cached(new Map())], modelOptions: { temperature: 0 } })
 */
export function cached(store: CacheStore): Middleware {
  return async function* (request, next, { provider, modelId }) {
    const key = await hashed(JSON.stringify([provider, modelId, normalRequest(request)]))
    const kept = await store.get(key)
    if (typeof kept === 'string') {
      yield* replay(kept)
      return
    }
    const events: BackendEvent[] = []
    for await (const event of next(request)) {
      events.push(event)
      yield event
    }
    const last = events.at(-1)
    if (last?.type === 'finish' && last.reason !== 'aborted')
      await store.set(key, JSON.stringify(eventToJson(events.map(withoutRaw))))
  }
}

function* replay(kept: string): Generator<BackendEvent> {
  // written by ourselves, above
  for (const event of eventFromJson(JSON.parse(kept) as readonly BackendEvent[]))
    yield event.type === 'start' ? { ...event, receipt: { ...event.receipt, cached: true } } : event
}

/** The provider's payload is large, and not part of the answer. */
function withoutRaw(event: BackendEvent): BackendEvent {
  if (event.type !== 'finish') return event
  const { raw: _raw, ...rest } = event
  return rest
}

async function hashed(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
