import type { BackendEvent, FinishReason, TokenLogprob } from '../../core/backend.ts'
import { toolCallReader, type OpenAICallDelta } from './openai-tool-calls.ts'

/** One of the answers; a whole one has `message` where a piece has `delta`. */
export interface OpenAIChoice {
  readonly index?: number
  readonly delta?: OpenAIDelta | null
  readonly message?: OpenAIDelta | null
  readonly finish_reason?: string | null
  readonly logprobs?: { readonly content?: readonly TokenLogprob[] | null } | null
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
  /** Its calls, whole. */
  finish(): readonly BackendEvent[]
  /** Why it ended; nothing while it has not. */
  readonly reason: FinishReason | undefined
  readonly text: string
  /** In characters: text, thinking and calls. */
  readonly generated: number
}

/** Puts one answer together. A refusal is its text, and the reason of its end. */
export function candidateReader(earlierCalls: number): CandidateReader {
  const calls = toolCallReader(earlierCalls)
  let text = ''
  let generated = 0
  let refused = false
  let ended: string | undefined

  function* events(choice: OpenAIChoice): Generator<BackendEvent> {
    const delta = choice.delta ?? choice.message ?? {}
    const thinking = delta.reasoning_content ?? delta.reasoning ?? ''
    if (thinking) yield { type: 'thinking', text: thinking }
    const said = (delta.content ?? '') + (delta.refusal ?? '')
    if (said) yield { type: 'text', text: said }
    const inputs = calls.accept(delta.tool_calls ?? [])
    yield* inputs
    const tokens = choice.logprobs?.content?.map(({ token, logprob }) => ({ token, logprob }))
    if (tokens?.length) yield { type: 'logprobs', tokens }
    text += said
    for (const input of inputs) generated += input.type === 'tool-input' ? input.delta.length : 0
    generated += said.length + thinking.length
    refused ||= Boolean(delta.refusal)
    ended = choice.finish_reason ?? (choice.message ? 'stop' : ended)
  }

  return {
    accept: (choice) => [...events(choice)],
    finish: () => calls.finish(),
    get reason() {
      return ended === undefined ? undefined : toReason(ended, refused, calls.finish().length > 0)
    },
    get text() {
      return text
    },
    get generated() {
      return generated
    },
  }
}

function toReason(reason: string, refused: boolean, called: boolean): FinishReason {
  if (reason === 'length') return 'length'
  if (reason === 'content_filter') return 'content-filter'
  if (refused) return 'refusal'
  if (called || reason === 'tool_calls' || reason === 'function_call') return 'tool-calls'
  return reason === 'stop' ? 'stop' : 'other'
}
