import type { BackendEvent, FinishReason, GenerateRequest } from '../../core/backend.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import type { Sent } from '../../http/sent.ts'
import { failureInStream } from '../../http/status-error.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import type { ReplyStart } from './encoded-request.ts'
import type { ReplyReader } from './exchange.ts'
import { parseFrame } from './parse-frame.ts'
import { RepeatedFrame } from './repeated-frame.ts'
import { toLogprobs, type WireLogprob } from './to-logprobs.ts'
import { countCalls, usageSoFar } from './usage-so-far.ts'

/** The part of Ollama's reply, or of one line of it, that is read. */
interface OllamaChunk {
  readonly model?: string
  readonly message?: {
    readonly content?: string | null
    readonly thinking?: string | null
    readonly tool_calls?: readonly OllamaCall[] | null
  }
  readonly error?: unknown
  readonly done?: boolean
  readonly done_reason?: string
  readonly prompt_eval_count?: number
  readonly eval_count?: number
  readonly logprobs?: readonly WireLogprob[] | null
}

interface OllamaCall {
  readonly id?: string
  readonly function?: { readonly name?: string; readonly arguments?: unknown }
}

/** Reads the replies of `/api/chat`: a line each, or one for all. */
export class OllamaReader implements ReplyReader {
  readonly #request: GenerateRequest
  readonly #start: () => ReplyStart
  #text = ''
  #generated = 0
  #calls = 0
  #started = false
  #last: OllamaChunk | undefined
  readonly #repeated = new RepeatedFrame('content', ['created_at'])

  constructor(request: GenerateRequest, start: () => ReplyStart) {
    this.#request = request
    this.#start = start
  }

  get text(): string {
    return this.#text
  }

  get complete(): boolean {
    return this.#last !== undefined
  }

  accept(frame: string, sent: Sent): readonly BackendEvent[] {
    const repeated = this.#repeated.read(frame)
    if (repeated !== undefined) return this.#say(repeated)
    const chunk: OllamaChunk = parseFrame(frame, sent, this.#text)
    if (chunk.error) throw failureInStream(chunk, sent, this.#text)
    const content = chunk.message?.content ?? ''
    const thinking = chunk.message?.thinking ?? ''
    const calls = chunk.message?.tool_calls
    this.#text += content
    this.#generated += content.length + thinking.length
    if (chunk.done) this.#last = chunk
    const events = this.#begin(chunk.model)
    if (thinking) events.push({ type: 'thinking', text: thinking })
    // before the text: who has read enough of it stops there
    if (chunk.logprobs?.length) events.push({ type: 'logprobs', tokens: toLogprobs(chunk.logprobs) })
    if (content) events.push({ type: 'text', text: content })
    for (const call of calls ?? []) events.push(...this.#call(call))
    if (content && events.length === 1 && !chunk.done) this.#repeated.learn(frame, content)
    return events
  }

  finish({ secrets }: Sent): readonly BackendEvent[] {
    if (!this.#last) return []
    const usage = usageOf(this.#last) ?? usageSoFar(this.#request, true, this.#generated)
    const reason = reasonOf(this.#last.done_reason, this.#calls > 0)
    return [{ type: 'finish', reason, usage, raw: maskDeep(this.#last, secrets) }]
  }

  aborted(): readonly BackendEvent[] {
    const usage = usageSoFar(this.#request, this.#started, this.#generated)
    return [...this.#begin(), { type: 'finish', reason: 'aborted', usage }]
  }

  /** A line that is nothing but text. */
  #say(text: string): BackendEvent[] {
    this.#text += text
    this.#generated += text.length
    return text === '' ? [] : [{ type: 'text', text }]
  }

  #begin(modelId?: string): BackendEvent[] {
    if (this.#started) return []
    this.#started = true
    const { receipt, warnings } = this.#start()
    return [{ type: 'start', ...(modelId !== undefined && { modelId }), receipt, warnings }]
  }

  /** A call arrives whole, and from older servers without an id: it gets one that the conversation does not have yet. */
  #call({ id, function: called }: OllamaCall): BackendEvent[] {
    const made = id || `call_${countCalls(this.#request) + this.#calls}`
    const given = called?.arguments ?? {}
    const text = typeof given === 'string' ? given : JSON.stringify(given)
    this.#calls += 1
    this.#generated += text.length
    const name = called?.name ?? ''
    return [
      { type: 'tool-input', id: made, name, delta: text },
      { type: 'part', value: { type: 'tool-call', id: made, name, arguments: text } },
    ]
  }
}

/** A count of zero is left out on the wire. */
function usageOf({ prompt_eval_count, eval_count }: OllamaChunk): ReportedUsage | undefined {
  if (prompt_eval_count === undefined && eval_count === undefined) return undefined
  return { inputTokens: prompt_eval_count ?? 0, outputTokens: eval_count ?? 0 }
}

function reasonOf(reason: string | undefined, called: boolean): FinishReason {
  if (reason === 'length') return 'length'
  if (called) return 'tool-calls'
  return reason === 'stop' || reason === undefined ? 'stop' : 'other'
}
