import type { BackendEvent } from '../../core/backend.ts'
import { STATE } from './bedrock-messages.ts'

/** A block of an answer, whole or as it begins. */
export interface BedrockBlock {
  readonly text?: string
  readonly toolUse?: { readonly toolUseId?: string; readonly name?: string; readonly input?: unknown }
  readonly reasoningContent?: {
    readonly reasoningText?: { readonly text?: string; readonly signature?: string }
    readonly redactedContent?: string
  }
}

/** A piece of one. */
export interface BedrockDelta {
  readonly text?: string
  readonly toolUse?: { readonly input?: string }
  readonly reasoningContent?: {
    readonly text?: string
    readonly signature?: string
    readonly redactedContent?: string
  }
}

interface OpenBlock {
  readonly call?: { readonly id: string; readonly name: string }
  input: string
  thought: string
  signature: string
  redacted: string
}

/** Puts the blocks of an answer together. The arguments of the tool that stands for the answer are its text. */
export class BedrockBlocks {
  text = ''
  /** In characters: text, thinking and arguments. */
  generated = 0
  /** Whether a tool was called, other than the answer's. */
  called = false
  readonly #answerTool: string | undefined
  readonly #open = new Map<number, OpenBlock>()

  constructor(answerTool: string | undefined) {
    this.#answerTool = answerTool
  }

  start(index: number, { toolUse }: BedrockBlock): BackendEvent[] {
    const { toolUseId: id = `call_${index}`, name = '' } = toolUse ?? {}
    this.#open.set(index, { ...(toolUse && { call: { id, name } }), ...empty() })
    if (!toolUse || name === this.#answerTool) return []
    this.called = true
    return [{ type: 'tool-input', id, name, delta: '' }]
  }

  delta(index: number, { text, toolUse, reasoningContent: reasoning }: BedrockDelta): BackendEvent[] {
    const block = this.#open.get(index) ?? empty()
    this.#open.set(index, block)
    if (text) return this.#say(text)
    if (toolUse?.input) return this.#input(block, toolUse.input)
    if (!reasoning) return []
    block.signature += reasoning.signature ?? ''
    block.redacted += reasoning.redactedContent ?? ''
    if (!reasoning.text) return []
    block.thought += reasoning.text
    this.generated += reasoning.text.length
    return [{ type: 'thinking', text: reasoning.text }]
  }

  stop(index: number): BackendEvent[] {
    const block = this.#open.get(index)
    this.#open.delete(index)
    if (!block) return []
    const { call, input, thought, signature, redacted } = block
    if (call && call.name !== this.#answerTool)
      return [{ type: 'part', value: { type: 'tool-call', ...call, arguments: input || '{}' } }]
    if (redacted)
      return [{ type: 'part', value: { type: 'thinking', text: '', state: { [STATE]: { redacted } } } }]
    // unsigned thoughts are nothing to give back
    if (!thought || !signature) return []
    return [{ type: 'part', value: { type: 'thinking', text: thought, state: { [STATE]: { signature } } } }]
  }

  whole(index: number, block: BedrockBlock): BackendEvent[] {
    const { text, toolUse, reasoningContent: reasoning } = block
    const input = toolUse && JSON.stringify(toolUse.input ?? {})
    const piece: BedrockDelta = {
      ...(text !== undefined && { text }),
      ...(input !== undefined && { toolUse: { input } }),
      ...(reasoning && { reasoningContent: { ...reasoning.reasoningText, ...redactedOf(reasoning) } }),
    }
    return [...this.start(index, block), ...this.delta(index, piece), ...this.stop(index)]
  }

  #say(text: string): BackendEvent[] {
    this.text += text
    this.generated += text.length
    return [{ type: 'text', text }]
  }

  #input(block: OpenBlock, piece: string): BackendEvent[] {
    const { call } = block
    if (!call) return []
    if (call.name === this.#answerTool) return this.#say(piece)
    block.input += piece
    this.generated += piece.length
    return [{ type: 'tool-input', id: call.id, name: call.name, delta: piece }]
  }
}

function empty(): OpenBlock {
  return { input: '', thought: '', signature: '', redacted: '' }
}

function redactedOf({ redactedContent }: { readonly redactedContent?: string }): object {
  return redactedContent === undefined ? {} : { redactedContent }
}
