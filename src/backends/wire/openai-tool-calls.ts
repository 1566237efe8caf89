import type { BackendEvent } from '../../core/backend.ts'

/** A piece of a call: the first has the id and the name. */
export interface OpenAICallDelta {
  readonly index?: number
  readonly id?: string | null
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null
}

interface Call {
  readonly id: string
  readonly name: string
  arguments: string
}

export interface ToolCallReader {
  accept(deltas: readonly OpenAICallDelta[]): readonly BackendEvent[]
  /** The calls, whole. */
  finish(): readonly BackendEvent[]
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
    const call = { id, name: delta.function?.name ?? '', arguments: '' }
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
        return { type: 'tool-input', id: call.id, name: call.name, delta: piece }
      }),
    finish: () =>
      calls.map(({ id, name, arguments: text }) => ({
        type: 'part',
        value: { type: 'tool-call', id, name, arguments: text || '{}' },
      })),
  }
}

function toText(piece: unknown): string {
  if (typeof piece === 'string') return piece
  return piece === undefined || piece === null ? '' : JSON.stringify(piece)
}
