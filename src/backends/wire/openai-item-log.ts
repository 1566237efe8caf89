import type { BackendEvent } from '../../core/backend.ts'
import { answerOf, logprobsOf, PARAGRAPH, thoughtOf, type OutputItem } from './openai-responses-items.ts'
import { toLogprobs, type WireLogprob } from './to-logprobs.ts'

/** A piece of an item. */
export interface ItemDelta {
  readonly delta?: unknown
  readonly item_id?: string
  readonly summary_index?: number
  readonly content_index?: number
  readonly logprobs?: readonly WireLogprob[] | null
}

/** What was said of one item so far, and the item as it is known. */
export class ItemLog {
  item: OutputItem = {}
  text = ''
  #thought = ''
  #input = ''
  /** The paragraph that thinking is in. */
  #paragraph = 0

  /** In characters. */
  get generated(): number {
    return this.text.length + this.#thought.length + this.#input.length
  }

  accept(type: string, { delta, logprobs, item_id: id, ...where }: ItemDelta): readonly BackendEvent[] {
    if (typeof delta !== 'string' || delta === '') return []
    switch (type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return this.#say(delta, logprobs ?? [])
      case 'response.reasoning_text.delta':
        return this.#think(delta, where.content_index)
      case 'response.reasoning_summary_text.delta':
        return this.#think(delta, where.summary_index)
      case 'response.function_call_arguments.delta':
        if (this.item.call_id === undefined && id !== undefined) this.item = { ...this.item, call_id: id }
        return this.#call(delta)
      default:
        return []
    }
  }

  /** Takes the whole item, and says what was not said of it yet. */
  complete(item: OutputItem): readonly BackendEvent[] {
    this.item = item
    const { type = '' } = item
    switch (type) {
      case 'message':
        return this.#say(restOf(answerOf(item), this.text), this.text === '' ? logprobsOf(item) : [])
      case 'reasoning':
        return this.#think(restOf(thoughtOf(item), this.#thought), this.#paragraph)
      case 'function_call':
        return this.#call(restOf(item.arguments ?? '', this.#input))
      default:
        return []
    }
  }

  #say(text: string, logprobs: readonly WireLogprob[]): readonly BackendEvent[] {
    if (text === '') return []
    this.text += text
    const said: BackendEvent = { type: 'text', text }
    // before the text: who has read enough of it stops there
    return logprobs.length > 0 ? [{ type: 'logprobs', tokens: toLogprobs(logprobs) }, said] : [said]
  }

  #think(thought: string, paragraph = this.#paragraph): readonly BackendEvent[] {
    if (thought === '') return []
    const isNext = paragraph !== this.#paragraph && this.#thought !== ''
    const text = isNext ? PARAGRAPH + thought : thought
    this.#paragraph = paragraph
    this.#thought += text
    return [{ type: 'thinking', text }]
  }

  #call(delta: string): readonly BackendEvent[] {
    if (delta === '') return []
    this.#input += delta
    const { call_id: id = '', name = '' } = this.item
    return [{ type: 'tool-input', id, name, delta }]
  }
}

/** What of a whole is missing; nothing where it went another way. */
function restOf(whole: string, said: string): string {
  return whole.startsWith(said) ? whole.slice(said.length) : ''
}
