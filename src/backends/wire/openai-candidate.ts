import type { BackendEvent, FinishReason } from '../../core/backend.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ProviderState } from '../../core/message.ts'
import { addDetails, chatState, type ChatStateSource } from './openai-chat-state.ts'
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
  /** A text; from some servers a list of parts. */
  readonly content?: unknown
  readonly reasoning_content?: string | null
  readonly reasoning?: string | null
  readonly reasoning_details?: unknown
  readonly refusal?: string | null
  readonly tool_calls?: readonly OpenAICallDelta[] | null
}

export interface CandidateReader {
  accept(choice: OpenAIChoice): readonly BackendEvent[]
  /** The same for a piece that is nothing but text. */
  say(said: string): readonly BackendEvent[]
  /** Its calls, whole. */
  finish(source: ChatStateSource): readonly BackendEvent[]
  /** What has to go back with the answer as a whole. */
  state(source: ChatStateSource): ProviderState | undefined
  /** Whether text came after its end. */
  late(): boolean
  /** Why it ended; nothing while it has not. */
  reason(): FinishReason | undefined
  text(): string
  /** In characters: text, thinking and calls. */
  generated(): number
}

/** Puts one answer together. A refusal is its text, and the reason of its end. */
export function candidateReader(earlierCalls: number): CandidateReader {
  const calls = toolCallReader(earlierCalls)
  const details: JsonObject[] = []
  let text = ''
  let generated = 0
  let refused = false
  let late = false
  let ended: string | undefined

  function accept({ delta, message, logprobs, finish_reason: reason }: OpenAIChoice): BackendEvent[] {
    const piece = delta ?? message ?? {}
    const events: BackendEvent[] = []
    const parts = Array.isArray(piece.content) ? piece.content : undefined
    const thinking = parts ? joined(parts, 'thinking') : (piece.reasoning_content ?? piece.reasoning ?? '')
    if (thinking) events.push({ type: 'thinking', text: thinking })
    // before the text: who has read enough of it stops there
    if (logprobs?.content?.length) events.push({ type: 'logprobs', tokens: toLogprobs(logprobs.content) })
    const content = parts ? joined(parts, 'text') : piece.content
    const said = add((typeof content === 'string' ? content : '') + (piece.refusal ?? ''))
    if (said) events.push({ type: 'text', text: said })
    if (piece.reasoning_details) addDetails(details, piece.reasoning_details)
    if (piece.tool_calls) events.push(...calls.accept(piece.tool_calls))
    generated += thinking.length
    if (piece.refusal) refused = true
    // some say an empty one with every piece
    ended = reason || (message ? 'stop' : ended)
    return events
  }

  /** What of a piece belongs to the answer: one that says all of it again, after its end, does not. */
  function add(said: string): string {
    if (said !== '' && ended !== undefined) {
      late = true
      if (said === text) return ''
    }
    text += said
    generated += said.length
    return said
  }

  function say(piece: string): BackendEvent[] {
    const said = add(piece)
    return said === '' ? [] : [{ type: 'text', text: said }]
  }

  return {
    accept,
    say,
    finish: (source) => calls.finish(source),
    state: (source) => (details.length > 0 ? chatState({ reasoning_details: details }, source) : undefined),
    // no accessors: an object with such of its own costs a shape of its own, each time
    reason: () => (ended === undefined ? undefined : toReason(ended, refused, calls.count() > 0)),
    late: () => late,
    text: () => text,
    generated: () => generated + calls.length(),
  }
}

/** The text of parts, as Mistral gives them: `[{ type: 'thinking', thinking: [{ type: 'text', text }] }, { type: 'text', text }]`. */
function joined(parts: readonly unknown[], type: string): string {
  return parts.map((part) => textOf(part, type)).join('')
}

function textOf(part: unknown, type: string): string {
  if (typeof part !== 'object' || part === null || Reflect.get(part, 'type') !== type) return ''
  const said: unknown = Reflect.get(part, type)
  if (Array.isArray(said)) return joined(said, 'text')
  return typeof said === 'string' ? said : ''
}

/** Servers say it in words of their own: Mistral `model_length`, Gemini `content_filter: PROHIBITED_CONTENT`, Together and TGI `eos`. */
function toReason(reason: string, refused: boolean, called: boolean): FinishReason {
  if (reason === 'length' || reason === 'model_length' || reason === 'max_tokens') return 'length'
  if (reason.startsWith('content_filter')) return 'content-filter'
  if (refused || reason === 'refusal') return 'refusal'
  if (called || reason === 'tool_calls' || reason === 'function_call') return 'tool-calls'
  return /^(stop|eos|end_turn)/.test(reason) ? 'stop' : 'other'
}
