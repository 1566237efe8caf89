import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import { anyCallMark, callMarks, readTextCalls } from '../../tools/read-text-calls.ts'
import { countCalls } from './usage-so-far.ts'

/**
 * The events of a model that writes its calls into its text, with the calls as calls. Text is held from where a call may begin; what turns
 * out to be none is given at the end. Without a mark an answer is a call only if it is nothing but one of a tool that was offered.
 */
export async function* callsInText(
  events: AsyncIterable<BackendEvent>,
  request: GenerateRequest,
): AsyncGenerator<BackendEvent, void, undefined> {
  const names = new Set(request.tools?.map(({ name }) => name))
  let held = ''
  let shown = ''
  for await (const event of events) {
    if (event.type === 'text') {
      held += event.text
      const safe = safeLength(held, shown === '')
      if (safe > 0) yield { ...event, text: held.slice(0, safe) }
      shown += held.slice(0, safe)
      held = held.slice(safe)
    } else if (event.type === 'finish') {
      const { calls, text } = readTextCalls(held, names, countCalls(request))
      if (text !== '') yield { type: 'text', text }
      for (const { id, name, arguments: delta } of calls) yield { type: 'tool-input', id, name, delta }
      for (const value of calls) yield { type: 'part', value }
      yield calls.length > 0 && event.reason === 'stop' ? { ...event, reason: 'tool-calls' } : event
    } else yield event
  }
}

/** How much of a text can be no call, nor the beginning of one. */
function safeLength(text: string, isStart: boolean): number {
  if (isStart && /^\s*(?:[{[`]|$)/.test(text)) return 0
  const whole = text.search(anyCallMark)
  if (whole >= 0) return whole
  for (let at = Math.max(0, text.length - 15); at < text.length; at++)
    if (callMarks.some((mark) => mark.startsWith(text.slice(at)))) return at
  return text.length
}
