import type { WireMessage } from '../core/message.ts'
import { toResultPart } from './result-part.ts'

/**
 * A conversation in which every call has its result. Providers refuse others; a call that was never run, since its answer was rejected
 * or nobody ran it, says so.
 */
export function closeCalls(messages: readonly WireMessage[]): readonly WireMessage[] {
  return messages.flatMap((message, at) => {
    const open = openCalls(message, messages.slice(at + 1))
    if (open.length === 0) return [message]
    return [message, { role: 'tool', parts: open.map((call) => toResultPart({ call, error: notRun })) }]
  })
}

const notRun = new Error('This call was not run.')

function openCalls(
  { parts }: WireMessage,
  later: readonly WireMessage[],
): readonly { readonly id: string; readonly name: string; readonly args: undefined }[] {
  const end = later.findIndex(({ role }) => role === 'assistant')
  const answered = new Set(
    (end < 0 ? later : later.slice(0, end)).flatMap((message) =>
      message.parts.flatMap((part) => (part.type === 'tool-result' ? [part.id] : [])),
    ),
  )
  return parts.flatMap((part) =>
    part.type === 'tool-call' && part.ranOn !== 'server' && !answered.has(part.id)
      ? [{ id: part.id, name: part.name, args: undefined }]
      : [],
  )
}
