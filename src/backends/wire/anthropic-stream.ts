import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import type { MessagePart } from '../../core/message.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import type { Sent } from '../../http/sent.ts'
import { failureInStream } from '../../http/status-error.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import { AnthropicBlocks, type AnthropicBlock, type AnthropicDelta } from './anthropic-blocks.ts'
import { fromAnthropicUsage, fromStopReason, type AnthropicUsage } from './anthropic-usage.ts'
import type { ReplyStart } from './encoded-request.ts'
import type { ReplyReader } from './exchange.ts'
import { parseFrame } from './parse-frame.ts'
import { usageSoFar } from './usage-so-far.ts'

/** A message, whole or as far as it is known. */
interface AnthropicMessage {
  readonly id?: string
  readonly model?: string
  readonly content?: readonly AnthropicBlock[]
  readonly stop_reason?: string | null
  readonly usage?: AnthropicUsage
}

/** An event of a stream. */
interface AnthropicFrame extends AnthropicMessage {
  readonly type?: string
  readonly error?: { readonly type?: string; readonly message?: string }
  readonly message?: AnthropicMessage
  readonly index?: number
  readonly content_block?: AnthropicBlock
  readonly delta?: AnthropicDelta & { readonly stop_reason?: string | null }
}

/** Reads the replies of `/v1/messages`, streamed or whole. */
export class AnthropicReader implements ReplyReader {
  readonly #request: GenerateRequest
  readonly #start: () => ReplyStart
  readonly #blocks: AnthropicBlocks
  #message: AnthropicMessage = {}
  #usage: AnthropicUsage = {}
  #started = false
  #complete = false

  /** @param answerTool the tool whose arguments are the answer */
  constructor(request: GenerateRequest, start: () => ReplyStart, answerTool?: string) {
    this.#request = request
    this.#start = start
    this.#blocks = new AnthropicBlocks(answerTool)
  }

  get text(): string {
    return this.#blocks.text
  }

  get complete(): boolean {
    return this.#complete
  }

  accept(text: string, sent: Sent): readonly BackendEvent[] {
    const frame: AnthropicFrame = parseFrame(text, sent, this.text)
    const { type, error, index = 0, content_block: block, delta, usage } = frame
    if (type === 'error' || error) throw failureInStream(frame, sent, this.text)
    if (type === 'message' || frame.content) return this.#whole(frame)
    if (type === 'message_start') return this.#learn(frame.message ?? {})
    if (type === 'content_block_start' && block)
      return [...this.#begin(), ...this.#blocks.start(index, block)]
    if (type === 'content_block_delta' && delta)
      return [...this.#begin(), ...this.#blocks.delta(index, delta)]
    if (type === 'message_delta')
      this.#learn({
        ...(delta?.stop_reason && { stop_reason: delta.stop_reason }),
        ...(usage && { usage }),
      })
    if (type === 'message_stop') this.#complete = true
    // a ping, or what came into the protocol since
    return []
  }

  finish({ secrets }: Sent): readonly BackendEvent[] {
    const { stop_reason: stopped } = this.#message
    if (!stopped) return []
    const events: BackendEvent[] = this.#begin()
    for (const part of this.#blocks.parts()) {
      // searches and quotations hold what the server likes
      const isTheirs = part.type === 'other' || (part.type === 'text' && part.state !== undefined)
      events.push({ type: 'part', value: isTheirs ? (maskDeep(part, secrets) as MessagePart) : part })
    }
    const usage = fromAnthropicUsage(this.#usage) ?? usageSoFar(this.#request, true, this.#blocks.generated)
    const reason = fromStopReason(stopped, this.#blocks.called)
    const raw = maskDeep({ ...this.#message, usage: this.#usage }, secrets)
    return [...events, { type: 'finish', reason, usage, raw }]
  }

  aborted(): readonly BackendEvent[] {
    return [...this.#begin(), { type: 'finish', reason: 'aborted', usage: this.#spent() }]
  }

  /** The input is counted as the answer begins, the output as it ends. */
  #spent(): ReportedUsage {
    const guess = usageSoFar(this.#request, this.#started, this.#blocks.generated)
    const counted = fromAnthropicUsage(this.#usage)
    if (!counted) return guess
    const outputTokens = Math.max(counted.outputTokens, guess.outputTokens)
    return { ...counted, outputTokens, estimated: true }
  }

  #whole(message: AnthropicMessage): BackendEvent[] {
    const events = this.#learn(message)
    for (const [index, block] of (message.content ?? []).entries())
      events.push(...this.#blocks.start(index, block))
    this.#complete = true
    return events
  }

  #learn(message: AnthropicMessage): BackendEvent[] {
    this.#message = { ...this.#message, ...message }
    this.#usage = { ...this.#usage, ...message.usage }
    return this.#begin()
  }

  #begin(): BackendEvent[] {
    if (this.#started) return []
    this.#started = true
    const { receipt, warnings } = this.#start()
    const { id, model } = this.#message
    return [{ type: 'start', ...(id && { id }), ...(model && { modelId: model }), receipt, warnings }]
  }
}
