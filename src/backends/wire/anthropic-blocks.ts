import type { BackendEvent } from '../../core/backend.ts'
import type { Json } from '../../core/json.ts'
import type { MessagePart } from '../../core/message.ts'
import { STATE } from './anthropic-messages.ts'
import { markOrder } from './kept-order.ts'

/** A block of an answer, whole or as it begins. */
export interface AnthropicBlock {
  readonly type?: string
  readonly id?: string
  readonly name?: string
  readonly text?: string
  readonly thinking?: string
  readonly signature?: string
  /** Of `redacted_thinking`. */
  readonly data?: string
  readonly input?: Json
  readonly citations?: readonly Json[] | null
  readonly [member: string]: Json | undefined
}

/** A piece of one. */
export interface AnthropicDelta {
  readonly text?: string
  readonly thinking?: string
  readonly signature?: string
  readonly partial_json?: string
  readonly citation?: Json
}

interface OpenBlock {
  readonly first: AnthropicBlock
  readonly call?: { readonly id: string; readonly name: string }
  text: string
  signature: string
  input: string
  readonly citations: Json[]
}

/** Puts the blocks of an answer together. The arguments of the tool that stands for the answer are its text. */
export class AnthropicBlocks {
  text = ''
  /** In characters: text, thinking and arguments. */
  generated = 0
  /** Whether a tool was called, other than the answer's. */
  called = false
  readonly #answerTool: string | undefined
  readonly #blocks = new Map<number, OpenBlock>()

  constructor(answerTool: string | undefined) {
    this.#answerTool = answerTool
  }

  /** A block begins, or is there as a whole. */
  start(index: number, first: AnthropicBlock): BackendEvent[] {
    const { type, text, thinking, signature, citations } = first
    const block: OpenBlock = {
      first,
      ...(type === 'tool_use' && { call: { id: first.id ?? `call_${index}`, name: first.name ?? '' } }),
      text: '',
      signature: signature ?? '',
      input: '',
      citations: [...(citations ?? [])],
    }
    this.#blocks.set(index, block)
    const input = isEmpty(first.input) || !block.call ? '' : JSON.stringify(first.input)
    return [
      ...this.#open(block),
      ...this.#add(block, {
        ...(text && { text }),
        ...(thinking && { thinking }),
        ...(input && { partial_json: input }),
      }),
    ]
  }

  delta(index: number, delta: AnthropicDelta): BackendEvent[] {
    const known = this.#blocks.get(index)
    const opened = known ? [] : this.start(index, {})
    const block = known ?? this.#blocks.get(index)
    return block ? [...opened, ...this.#add(block, delta)] : opened
  }

  /** What the next turn has to give back, in the order in which it was said. */
  parts(): readonly MessagePart[] {
    const all = [...this.#blocks]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([, block]): MessagePart | [] => this.#part(block) ?? [])
    const marked = markOrder(all, STATE)
    // a text that the deltas have told already, and that stands where texts stand, needs no part
    const isTold = marked === all && all.every((part) => part.type !== 'text' || part.state === undefined)
    return isTold ? all.filter(({ type }) => type !== 'text') : marked
  }

  #open({ call }: OpenBlock): BackendEvent[] {
    if (!call || call.name === this.#answerTool) return []
    this.called = true
    return [{ type: 'tool-input', ...call, delta: '' }]
  }

  #add(block: OpenBlock, delta: AnthropicDelta): BackendEvent[] {
    const { text, thinking, signature, partial_json: input, citation } = delta
    if (citation !== undefined) block.citations.push(citation)
    block.signature += signature ?? ''
    this.generated += (text ?? thinking ?? input ?? '').length
    if (text) return this.#say(block, text)
    if (thinking) {
      block.text += thinking
      return [{ type: 'thinking', text: thinking }]
    }
    if (!input) return []
    block.input += input
    const { call } = block
    if (!call) return []
    return call.name === this.#answerTool
      ? this.#say(block, input)
      : [{ type: 'tool-input', ...call, delta: input }]
  }

  #say(block: OpenBlock, text: string): BackendEvent[] {
    block.text += text
    this.text += text
    return [{ type: 'text', text }]
  }

  #part({ first, call, text, signature, input, citations }: OpenBlock): MessagePart | undefined {
    if (call && call.name !== this.#answerTool)
      return { type: 'tool-call', ...call, arguments: input || '{}' }
    const { type = 'text' } = first
    if (call || type === 'text') {
      if (text === '') return undefined
      return { type: 'text', text, ...(citations.length > 0 && { state: { [STATE]: { citations } } }) }
    }
    if (type === 'redacted_thinking')
      return { type: 'thinking', text: '', state: { [STATE]: { redacted: first.data ?? '' } } }
    if (type !== 'thinking') return other(type, first, input)
    // unsigned thoughts are nothing to give back
    return signature ? { type: 'thinking', text, state: { [STATE]: { signature } } } : undefined
  }
}

/** What only Anthropic knows: the calls of its own tools, and their results. */
function other(type: string, first: AnthropicBlock, input: string): MessagePart {
  const value = input === '' ? { ...first } : { ...first, input: parsed(input) }
  return { type: 'other', kind: `${STATE}.${type}`, value }
}

function parsed(input: string): Json {
  try {
    const value: Json = JSON.parse(input)
    return value
  } catch {
    return { arguments: input }
  }
}

function isEmpty(input: Json | undefined): boolean {
  return typeof input !== 'object' || input === null || Object.keys(input).length === 0
}
