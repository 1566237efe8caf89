import type { BackendEvent, FinishReason, Receipt, TokenLogprob, Warning } from '../core/backend.ts'
import type { MessagePart, ProviderState, WireMessage } from '../core/message.ts'
import { toUsage, type Usage } from '../core/usage.ts'

/** Collects the events of one generation. */
export class DraftLog {
  text: string
  thinking: string | undefined
  modelId: string | undefined
  finishReason: FinishReason | undefined
  usage: Usage | undefined
  receipt: Receipt = { schema: 'none' }
  raw: unknown
  resume: unknown
  readonly warnings: Warning[]
  readonly logprobs: TokenLogprob[] = []
  readonly #parts: MessagePart[] = []
  #state: ProviderState | undefined

  constructor(prefill: string, warnings: readonly Warning[]) {
    this.text = prefill
    this.warnings = [...warnings]
  }

  add(event: BackendEvent): void {
    switch (event.type) {
      case 'start':
        this.receipt = event.receipt
        this.modelId = event.modelId
        this.warnings.push(...event.warnings)
        break
      case 'text':
        this.text += event.text
        this.resume = event.resume ?? this.resume
        break
      case 'thinking':
        this.thinking = (this.thinking ?? '') + event.text
        break
      case 'part':
        this.#parts.push(event.value)
        break
      case 'logprobs':
        this.logprobs.push(...event.tokens)
        break
      case 'finish':
        this.finishReason = event.reason
        this.raw = event.raw
        this.#state = event.state
        if (event.warnings) this.warnings.push(...event.warnings)
        if (event.receipt) this.receipt = { ...this.receipt, ...event.receipt }
        if (event.usage) this.usage = toUsage(event.usage)
        break
      case 'tool-input':
        // its finished call comes as a part
        break
    }
  }

  get message(): WireMessage {
    return { role: 'assistant', parts: this.#orderedParts(), ...(this.#state && { state: this.#state }) }
  }

  /** Thinking, then text, each with the provider's state if it gave one, then what else came. */
  #orderedParts(): readonly MessagePart[] {
    const thinking = this.#parts.filter((part) => part.type === 'thinking')
    const text = this.#parts.filter((part) => part.type === 'text')
    const others = this.#parts.filter((part) => part.type !== 'text' && part.type !== 'thinking')
    const plainThinking: MessagePart[] =
      this.thinking === undefined ? [] : [{ type: 'thinking', text: this.thinking }]
    const plainText: MessagePart[] = this.text === '' ? [] : [{ type: 'text', text: this.text }]
    // the parts stand for the deltas only when they hold all of them
    const whole = text.map((part) => part.text).join('') === this.text
    return [
      ...(thinking.length > 0 ? thinking : plainThinking),
      ...(whole && text.length > 0 ? text : plainText),
      ...others,
    ]
  }
}
