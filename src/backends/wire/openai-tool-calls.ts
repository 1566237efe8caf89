import type { BackendEvent } from '../../core/backend.ts'
import type { Json } from '../../core/json.ts'
import { chatState, type ChatStateSource } from './openai-chat-state.ts'

/** A piece of a call: the first has the id and the name. */
export interface OpenAICallDelta {
  readonly index?: number
  readonly id?: string | null
  /** What the server wants to have back with the call, such as the signature of a thought of Gemini's. */
  readonly extra_content?: unknown
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null
}

interface Call {
  readonly id: string
  readonly name: string
  arguments: string
  extra?: Json
}

export interface ToolCallReader {
  accept(deltas: readonly OpenAICallDelta[]): readonly BackendEvent[]
  /** The calls, whole. */
  finish(source: ChatStateSource): readonly BackendEvent[]
  count(): number
  /** In characters, of all arguments. */
  length(): number
}

/**
 * Puts calls together out of pieces, by their index. Servers that give every call the index 0, or none, are told by a new id.
 * `earlier` calls of the conversation keep ids apart that have to be made up.
 */
export function toolCallReader(earlier: number): ToolCallReader {
  const calls: Call[] = []
  const byIndex = new Map<number, Call>()
  let latest: Call | undefined

  function callOf(delta: OpenAICallDelta): Call {
    const known = delta.index === undefined ? latest : byIndex.get(delta.index)
    if (known && (!delta.id || delta.id === known.id)) return known
    const id = delta.id || `call_${earlier + calls.length}`
    const call: Call = { id, name: delta.function?.name ?? '', arguments: '' }
    calls.push(call)
    if (delta.index !== undefined) byIndex.set(delta.index, call)
    return call
  }

  return {
    length: () => calls.reduce((sum, call) => sum + call.arguments.length, 0),
    accept: (deltas) =>
      deltas.map((delta) => {
        const call = callOf(delta)
        const piece = toText(delta.function?.arguments)
        latest = call
        call.arguments += piece
        // a piece of a reply is JSON
        if (delta.extra_content) call.extra = delta.extra_content as Json
        return { type: 'tool-input', id: call.id, name: call.name, delta: piece }
      }),
    count: () => calls.length,
    finish: (source) =>
      calls.map(({ id, name, arguments: text, extra }) => ({
        type: 'part',
        value: {
          type: 'tool-call',
          id,
          name,
          arguments: text || '{}',
          ...(extra !== undefined && { state: chatState({ extra_content: extra }, source) }),
        },
      })),
  }
}

function toText(piece: unknown): string {
  if (typeof piece === 'string') return piece
  return piece === undefined || piece === null ? '' : JSON.stringify(piece)
}
