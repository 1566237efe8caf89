import { lineDecoder, type Decoder } from './lines.ts'

/** One server-sent event. */
export interface ServerSentEvent {
  /** @default 'message' */
  readonly event: string
  /** Its `data` lines, joined by LF. */
  readonly data: string
  /** The last `id` that was seen, in this event or before. */
  readonly id?: string
  /** How long to wait before a new connection, in milliseconds. */
  readonly retry?: number
}

/**
 * Reads `text/event-stream` as the HTML standard says: CR, LF or CR LF, comments, several `data` lines, ids that stay, and an event
 * that the end cut off is dropped.
 */
export function sseDecoder(): Decoder<ServerSentEvent> {
  const lines = lineDecoder()
  let data: string[] = []
  let event = ''
  let id: string | undefined
  let retry: number | undefined

  function dispatch(events: ServerSentEvent[]): void {
    if (data.length > 0)
      events.push({
        event: event || 'message',
        data: data.length === 1 ? (data[0] ?? '') : data.join('\n'),
        ...(id !== undefined && { id }),
        ...(retry !== undefined && { retry }),
      })
    data = []
    event = ''
    retry = undefined
  }

  function field(line: string): void {
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    // one space after the colon belongs to neither
    const value = colon < 0 ? '' : line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1)
    if (name === 'data') data.push(value)
    else if (name === 'event') event = value
    else if (name === 'id' && !value.includes('\0')) id = value
    else if (name === 'retry' && /^[0-9]+$/.test(value)) retry = Number(value)
  }

  return {
    push(bytes) {
      const events: ServerSentEvent[] = []
      for (const line of lines.push(bytes)) {
        if (line === '') dispatch(events)
        else field(line)
      }
      return events
    },
    end: () => [],
  }
}
