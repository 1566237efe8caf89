import type { BackendEvent, Warning } from '../../core/backend.ts'
import type { Reply } from '../../http/endpoint.ts'
import { malformedReply } from '../../http/malformed-reply.ts'

/**
 * The body of a reply that says it is HTML. Some servers call their JSON so.
 *
 * @throws BackendError `malformed-reply` for what is a page indeed
 */
export async function* refusePage({ response, sent }: Reply): AsyncGenerator<Uint8Array> {
  const page = await response.text()
  if (!/^\s*</.test(page)) {
    yield new TextEncoder().encode(page)
    return
  }
  const what =
    'the reply is a web page, not an answer: is `baseURL` right, or does a proxy or a login stand in between'
  throw malformedReply(what, sent, { raw: page, text: '' })
}

/** The last events of a reply, which say what was odd about its outside. */
export function withOddities(
  last: readonly BackendEvent[],
  { response }: Reply,
  late: number,
): readonly BackendEvent[] {
  const type = response.headers.get('content-type')
  const found: Warning[] = []
  if (!/json|stream/i.test(type ?? '')) {
    const message = `The server called its answer ${type ? `"${type}"` : 'nothing'}, and not JSON or a stream of events.`
    found.push({ code: 'unexpected-content-type', message })
  }
  if (late > 0) {
    const message = `The server went on after the end of the answer: ${late} part${late === 1 ? ' was' : 's were'} not read.`
    found.push({ code: 'late-text', message })
  }
  return last.map((event, at) =>
    event.type === 'finish' && at === last.length - 1
      ? { ...event, warnings: [...(event.warnings ?? []), ...found] }
      : event,
  )
}
