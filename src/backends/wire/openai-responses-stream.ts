import type { BackendEvent, FinishReason, GenerateRequest } from '../../core/backend.ts'
import type { MessagePart } from '../../core/message.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import type { Sent } from '../../http/sent.ts'
import { failureInStream } from '../../http/status-error.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import type { ReplyReader } from './exchange.ts'
import { markOrder } from './kept-order.ts'
import { ItemLog, type ItemDelta } from './openai-item-log.ts'
import { isRefusal, toPart, type OutputItem } from './openai-responses-items.ts'
import type { ResponsesStart } from './openai-responses-request.ts'
import { turnState } from './openai-stored-turn.ts'
import { openaiUsage } from './openai-usage.ts'
import { parseFrame } from './parse-frame.ts'
import { countCalls, usageSoFar } from './usage-so-far.ts'

/** The part of a response that is read. */
interface ResponseObject {
  readonly id?: string
  readonly model?: string
  readonly status?: string
  readonly output?: readonly OutputItem[] | null
  readonly usage?: unknown
  readonly error?: unknown
  readonly incomplete_details?: { readonly reason?: string } | null
}

interface StreamEvent extends ItemDelta {
  readonly type?: string
  readonly output_index?: number
  readonly item?: OutputItem
  readonly response?: ResponseObject
  readonly error?: unknown
}

/** Reads the replies of `/responses`: its events, or one response for all. What the events left out is taken from the whole items. */
export class OpenAIResponsesReader implements ReplyReader {
  readonly #request: GenerateRequest
  readonly #server: string
  readonly #start: () => ResponsesStart
  readonly #logs = new Map<number, ItemLog>()
  #started = false
  #over = false
  #response: ResponseObject | undefined

  /** @param server where the reply comes from: its thoughts go back there, and nowhere else */
  constructor(request: GenerateRequest, server: string, start: () => ResponsesStart) {
    this.#request = request
    this.#server = server
    this.#start = start
  }

  get text(): string {
    return this.#inOrder.map(({ text }) => text).join('')
  }

  get complete(): boolean {
    return this.#over
  }

  accept(frame: string, sent: Sent): readonly BackendEvent[] {
    if (frame.trim() === '[DONE]') {
      this.#over = true
      return []
    }
    const payload = parseFrame(frame, sent, this.text)
    const event: StreamEvent = payload
    if (event.type === undefined) return this.#settle(payload, sent)
    const index = event.output_index ?? 0
    switch (event.type) {
      case 'error':
        throw failureInStream(payload, sent, this.text)
      case 'response.created':
        return this.#begin(event.response ?? {})
      case 'response.output_item.added':
        this.#log(index).item = event.item ?? {}
        return []
      case 'response.output_item.done':
        return this.#log(index).complete(event.item ?? {})
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return this.#settle(event.response ?? {}, sent)
      default:
        return this.#log(index).accept(event.type, event)
    }
  }

  finish({ secrets }: Sent): readonly BackendEvent[] {
    const response = this.#response
    if (!response) return []
    const earlier = countCalls(this.#request)
    const parts = this.#inOrder.flatMap(({ item }, index): MessagePart | [] => {
      const place = { server: this.#server, callId: `call_${earlier + index}`, secrets }
      return toPart(item, place) ?? []
    })
    const events = this.#begin(response)
    for (const value of markOrder(parts, 'openai')) events.push({ type: 'part', value })
    const { stored } = this.#start()
    const state = stored && response.id ? turnState(stored, response.id, this.text) : undefined
    const [reason, usage] = [this.#reason(response), this.#spent()]
    const raw = maskDeep(response, secrets)
    return [...events, { type: 'finish', reason, usage, ...(state && { state }), raw }]
  }

  aborted(): readonly BackendEvent[] {
    return [...this.#begin({}), { type: 'finish', reason: 'aborted', usage: this.#spent() }]
  }

  get #inOrder(): readonly ItemLog[] {
    return [...this.#logs].toSorted(([a], [b]) => a - b).map(([, log]) => log)
  }

  #log(index: number): ItemLog {
    const log = this.#logs.get(index) ?? new ItemLog()
    this.#logs.set(index, log)
    return log
  }

  #begin({ id, model }: ResponseObject): BackendEvent[] {
    if (this.#started) return []
    this.#started = true
    const { receipt, warnings } = this.#start()
    return [{ type: 'start', ...(id && { id }), ...(model && { modelId: model }), receipt, warnings }]
  }

  /** Takes the response as it is in the end. */
  #settle(response: ResponseObject, sent: Sent): readonly BackendEvent[] {
    const { error, output, status } = response
    if (error || status === 'failed') throw failureInStream(failureOf(response), sent, this.text)
    // something else in the shape of a reply
    if (!Array.isArray(output)) return []
    const events = this.#begin(response)
    for (const [index, item] of output.entries()) events.push(...this.#log(index).complete(item))
    this.#response = response
    this.#over = true
    return events
  }

  #reason({ status, incomplete_details: why }: ResponseObject): FinishReason {
    if (why?.reason === 'max_output_tokens') return 'length'
    if (why?.reason === 'content_filter') return 'content-filter'
    if (status !== undefined && status !== 'completed') return 'other'
    const items = this.#inOrder.map(({ item }) => item)
    if (items.some(isRefusal)) return 'refusal'
    return items.some(({ type }) => type === 'function_call') ? 'tool-calls' : 'stop'
  }

  #spent(): ReportedUsage {
    const generated = this.#inOrder.reduce((sum, log) => sum + log.generated, 0)
    return openaiUsage(this.#response?.usage) ?? usageSoFar(this.#request, this.#started, generated)
  }
}

/** The words of the failure first: a response without them says at least that it failed. */
function failureOf(response: ResponseObject): object {
  return response.error ? response : { ...response, error: { message: 'the model failed' } }
}
