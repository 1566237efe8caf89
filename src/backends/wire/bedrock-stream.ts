import type { BackendEvent, FinishReason, GenerateRequest } from '../../core/backend.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import type { Reply } from '../../http/endpoint.ts'
import type { Sent } from '../../http/sent.ts'
import { failureInStream } from '../../http/status-error.ts'
import { eventStreamDecoder } from '../../util/event-stream.ts'
import type { Decoder } from '../../util/lines.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import { BedrockBlocks, type BedrockBlock, type BedrockDelta } from './bedrock-blocks.ts'
import type { ReplyStart } from './encoded-request.ts'
import { wholeDecoder, type ReplyReader } from './exchange.ts'
import { parseFrame } from './parse-frame.ts'
import { usageSoFar } from './usage-so-far.ts'

/** A whole reply, or one event of a stream under its name. */
interface BedrockFrame {
  readonly output?: { readonly message?: { readonly content?: readonly BedrockBlock[] } }
  readonly stopReason?: string
  readonly usage?: BedrockUsage
  readonly contentBlockStart?: { readonly contentBlockIndex?: number; readonly start?: BedrockBlock }
  readonly contentBlockDelta?: { readonly contentBlockIndex?: number; readonly delta?: BedrockDelta }
  readonly contentBlockStop?: { readonly contentBlockIndex?: number }
  readonly messageStop?: { readonly stopReason?: string }
  readonly metadata?: { readonly usage?: BedrockUsage }
  readonly failure?: { readonly type: string; readonly message?: string }
}

interface BedrockUsage {
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly cacheReadInputTokens?: number
  readonly cacheWriteInputTokens?: number
}

/** By what the server says that it sends: each event as `{ [name]: payload }`. */
export function bedrockDecoder({ response }: Reply): Decoder<string> {
  if (!/eventstream/i.test(response.headers.get('content-type') ?? '')) return wholeDecoder()
  const messages = eventStreamDecoder()
  const toFrame = ({
    headers,
    payload,
  }: {
    readonly headers: { readonly [name: string]: string }
    readonly payload: string
  }): string => {
    const failed = headers[':exception-type'] ?? headers[':error-code']
    const name = headers[':event-type']
    if (failed !== undefined)
      return `{"failure":{"type":${JSON.stringify(failed)},"message":${JSON.stringify(wordsOf(payload))}}}`
    return name === undefined ? payload : `{${JSON.stringify(name)}:${payload}}`
  }
  return {
    push: (bytes) => messages.push(bytes).map(toFrame),
    end: () => messages.end().map(toFrame),
  }
}

function wordsOf(payload: string): string {
  try {
    const { message, Message } = Object(JSON.parse(payload)) as {
      readonly message?: unknown
      readonly Message?: unknown
    }
    const words = message ?? Message
    return typeof words === 'string' ? words : payload
  } catch {
    return payload
  }
}

/** Reads the replies of Converse and ConverseStream. */
export class BedrockReader implements ReplyReader {
  readonly #request: GenerateRequest
  readonly #start: () => ReplyStart
  readonly #blocks: BedrockBlocks
  #started = false
  #stopped: string | undefined
  #usage: ReportedUsage | undefined
  #raw: unknown
  #complete = false

  /** @param answerTool the tool whose arguments are the answer */
  constructor(request: GenerateRequest, start: () => ReplyStart, answerTool?: string) {
    this.#request = request
    this.#start = start
    this.#blocks = new BedrockBlocks(answerTool)
  }

  get text(): string {
    return this.#blocks.text
  }

  get complete(): boolean {
    return this.#complete
  }

  accept(text: string, sent: Sent): readonly BackendEvent[] {
    const frame: BedrockFrame = parseFrame(text, sent, this.text)
    if (frame.failure) throw failureInStream(frame.failure, sent, this.text)
    const events = this.#begin()
    const { contentBlockStart: start, contentBlockDelta: delta, contentBlockStop: stop } = frame
    if (start?.start) events.push(...this.#blocks.start(start.contentBlockIndex ?? 0, start.start))
    if (delta?.delta) events.push(...this.#blocks.delta(delta.contentBlockIndex ?? 0, delta.delta))
    if (stop) events.push(...this.#blocks.stop(stop.contentBlockIndex ?? 0))
    for (const [index, block] of (frame.output?.message?.content ?? []).entries())
      events.push(...this.#blocks.whole(index, block))
    this.#stopped = frame.messageStop?.stopReason ?? frame.stopReason ?? this.#stopped
    this.#usage = toUsage(frame.metadata?.usage ?? frame.usage) ?? this.#usage
    if (frame.messageStop || frame.metadata || frame.output) this.#raw = { ...Object(this.#raw), ...frame }
    // the counts come last
    this.#complete = frame.metadata !== undefined && this.#stopped !== undefined
    return events
  }

  finish({ secrets }: Sent): readonly BackendEvent[] {
    if (this.#stopped === undefined) return []
    const usage = this.#usage ?? usageSoFar(this.#request, true, this.#blocks.generated)
    const reason = toReason(this.#stopped, this.#blocks.called)
    return [{ type: 'finish', reason, usage, raw: maskDeep(this.#raw, secrets) }]
  }

  aborted(): readonly BackendEvent[] {
    const usage = this.#usage ?? usageSoFar(this.#request, this.#started, this.#blocks.generated)
    return [...this.#begin(), { type: 'finish', reason: 'aborted', usage }]
  }

  #begin(): BackendEvent[] {
    if (this.#started) return []
    this.#started = true
    const { receipt, warnings } = this.#start()
    return [{ type: 'start', receipt, warnings }]
  }
}

function toUsage(usage: BedrockUsage | undefined): ReportedUsage | undefined {
  if (usage?.inputTokens === undefined && usage?.outputTokens === undefined) return undefined
  const {
    inputTokens = 0,
    outputTokens = 0,
    cacheReadInputTokens: read = 0,
    cacheWriteInputTokens: written = 0,
  } = usage
  return {
    inputTokens: inputTokens + read + written,
    outputTokens,
    ...(read > 0 && { cachedInputTokens: read }),
  }
}

function toReason(reason: string, called: boolean): FinishReason {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length'
  if (reason === 'guardrail_intervened' || reason === 'content_filtered') return 'content-filter'
  if (called) return 'tool-calls'
  return ['end_turn', 'stop_sequence', 'tool_use'].includes(reason) ? 'stop' : 'other'
}
