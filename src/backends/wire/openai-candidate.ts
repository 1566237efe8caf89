import type { BackendEvent, FinishReason } from '../../core/backend.ts'
import { toLogprobs, type WireLogprob } from './to-logprobs.ts'
import { toolCallReader, type OpenAICallDelta } from './openai-tool-calls.ts'

/** One of the answers; a whole one has `message` where a piece has `delta`. */
export interface OpenAIChoice {
  readonly index?: number
  readonly delta?: OpenAIDelta | null
  readonly message?: OpenAIDelta | null
  readonly finish_reason?: string | null
  readonly logprobs?: { readonly content?: readonly WireLogprob[] | null } | null
}

interface OpenAIDelta {
  readonly content?: string | null
  readonly reasoning_content?: string | null
  readonly reasoning?: string | null
  readonly refusal?: string | null
  readonly tool_calls?: readonly OpenAICallDelta[] | null
}

export interface CandidateReader {
  accept(choice: OpenAIChoice): readonly BackendEvent[]
  /** The same for a piece that is nothing but text. */
  say(said: string): readonly BackendEvent[]
  /** Its calls, whole. */
  finish(): readonly BackendEvent[]
  /** Why it ended; nothing while it has not. */
  reason(): FinishReason | undefined
  text(): string
  /** In characters: text, thinking and calls. */
  generated(): number
}

/** Puts one answer together. A refusal is its text, and the reason of its end. */
export function candidateReader(earlierCalls: number): CandidateReader {
  const calls = toolCallReader(earlierCalls)
  let text = ''
  let generated = 0
  let refused = false
  let ended: string | undefined

  function accept({ delta, message, logprobs, finish_reason: reason }: OpenAIChoice): BackendEvent[] {
    const piece = delta ?? message ?? {}
    const events: BackendEvent[] = []
    const thinking = piece.reasoning_content ?? piece.reasoning ?? ''
    if (thinking) events.push({ type: 'thinking', text: thinking })
    // before the text: who has read enough of it stops there
    if (logprobs?.content?.length) events.push({ type: 'logprobs', tokens: toLogprobs(logprobs.content) })
    const said = (piece.content ?? '') + (piece.refusal ?? '')
    if (said) events.push({ type: 'text', text: said })
    if (piece.tool_calls) events.push(...calls.accept(piece.tool_calls))
    text += said
    generated += said.length + thinking.length
    if (piece.refusal) refused = true
    ended = reason ?? (message ? 'stop' : ended)
    return events
  }

  function say(said: string): BackendEvent[] {
    text += said
    generated += said.length
    return said === '' ? [] : [{ type: 'text', text: said }]
  }

  return {
    accept,
    say,
    finish: () => calls.finish(),
    // no accessors: an object with such of its own costs a shape of its own, each time
    reason: () => (ended === undefined ? undefined : toReason(ended, refused, calls.finish().length > 0)),
    text: () => text,
    generated: () => generated + calls.length(),
  }
}

function toReason(reason: string, refused: boolean, called: boolean): FinishReason {
  if (reason === 'length') return 'length'
  if (reason === 'content_filter') return 'content-filter'
  if (refused) return 'refusal'
  if (called || reason === 'tool_calls' || reason === 'function_call') return 'tool-calls'
  return reason === 'stop' ? 'stop' : 'other'
}
