import type { BackendEvent } from '../../core/backend.ts'
import type { Json } from '../../core/json.ts'
import type { MessagePart } from '../../core/message.ts'
import { fromAISDKFile } from './ai-sdk-file.ts'
import { STATE } from './ai-sdk-model.ts'
import type { AISDKMetadata, AISDKPart } from './ai-sdk-part.ts'
import { markOrder } from './kept-order.ts'

interface Block {
  readonly kind: 'text' | 'reasoning' | 'call' | 'whole'
  /** Of a call, and of a part that came as a whole. */
  first: AISDKPart
  text: string
  metadata?: AISDKMetadata
}

/** Puts the parts of an answer together, streamed or whole. */
export class AISDKBlocks {
  text = ''
  /** In characters: text, thinking and arguments. */
  generated = 0
  /** Whether a tool was called that the provider has not run itself. */
  called = false
  readonly #blocks = new Map<string, Block>()

  take(part: AISDKPart): BackendEvent[] {
    const { type } = part
    if (/^(text|reasoning)(-start|-delta|-end)?$/.test(type)) return this.#say(part)
    if (type === 'tool-input-start' || type === 'tool-input-delta' || type === 'tool-call')
      return this.#call(part)
    if (type === 'tool-input-end') return []
    // a result may come more than once: the last is the one
    const key = type === 'tool-result' ? `result ${part.toolCallId ?? ''}` : `whole ${this.#blocks.size}`
    this.#blocks.set(key, { kind: 'whole', first: part, text: '' })
    return []
  }

  /** What the next turn has to give back, in the order in which it was said. */
  parts(): readonly MessagePart[] {
    const all = [...this.#blocks.values()].flatMap((block): MessagePart | [] => toPart(block) ?? [])
    // only what a provider has marked has to go back in its order; packages differ in the order of a whole answer
    const isMarked = [...this.#blocks.values()].some(({ metadata }) => metadata !== undefined)
    if (isMarked) return markOrder(all, STATE)
    // a text that the deltas have told already needs no part
    return all.filter(({ type }) => type !== 'text')
  }

  #say(part: AISDKPart): BackendEvent[] {
    const kind = part.type.startsWith('text') ? 'text' : 'reasoning'
    const key = `${kind} ${part.id ?? `#${this.#blocks.size}`}`
    const block = this.#open(key, { kind, first: part, text: '' })
    if (part.providerMetadata) block.metadata = { ...block.metadata, ...part.providerMetadata }
    const text = part.delta ?? part.text ?? ''
    if (text === '') return []
    block.text += text
    this.generated += text.length
    if (kind === 'text') this.text += text
    return [{ type: kind === 'text' ? 'text' : 'thinking', text }]
  }

  #call(part: AISDKPart): BackendEvent[] {
    const id = part.toolCallId ?? part.id ?? ''
    const isNew = !this.#blocks.has(`call ${id}`)
    const block = this.#open(`call ${id}`, { kind: 'call', first: part, text: '' })
    if (part.providerMetadata) block.metadata = { ...block.metadata, ...part.providerMetadata }
    block.first = { ...block.first, ...part }
    const name = block.first.toolName ?? ''
    const isServers = block.first.providerExecuted === true
    if (!isServers) this.called = true
    const opened: BackendEvent[] = isNew && !isServers ? [{ type: 'tool-input', id, name, delta: '' }] : []
    const whole = part.type === 'tool-call' ? textOfInput(part.input) : undefined
    const delta = whole === undefined ? (part.delta ?? '') : block.text === '' ? whole : ''
    // a call as a whole says what its arguments are
    block.text = whole ?? block.text + delta
    this.generated += delta.length
    return delta === '' || isServers ? opened : [...opened, { type: 'tool-input', id, name, delta }]
  }

  #open(key: string, block: Block): Block {
    const known = this.#blocks.get(key)
    if (known) return known
    this.#blocks.set(key, block)
    return block
  }
}

function textOfInput(input: unknown): string {
  if (typeof input === 'string') return input === '' ? '{}' : input
  return JSON.stringify(input ?? {})
}

function toPart({ kind, first, text, metadata }: Block): MessagePart | undefined {
  const state = metadata ? { [STATE]: { metadata } } : undefined
  if (kind === 'text') return text === '' ? undefined : { type: 'text', text, ...(state && { state }) }
  // a mark without a word, too: that it is this model's
  if (kind === 'reasoning')
    return text === '' && !state ? undefined : { type: 'thinking', text, state: state ?? { [STATE]: {} } }
  if (kind === 'call')
    return {
      type: 'tool-call',
      id: first.toolCallId ?? first.id ?? '',
      name: first.toolName ?? '',
      arguments: text || '{}',
      ...(first.providerExecuted && { ranOn: 'server' }),
      ...(state && { state }),
    }
  return wholePart(first)
}

function wholePart(part: AISDKPart): MessagePart | undefined {
  const { type, toolCallId: id = '', toolName: name = '', result = null, providerMetadata: metadata } = part
  const state = metadata ? { [STATE]: { metadata } } : undefined
  if (type === 'file') {
    const file = fromAISDKFile(part.mediaType ?? 'application/octet-stream', part.data)
    return file && { ...file, ...(state && { state }) }
  }
  if (type !== 'tool-result') return { type: 'other', kind: `${STATE}.${type}`, value: jsonOf(part) }
  return {
    type: 'tool-result',
    id,
    name,
    parts: [{ type: 'text', text: typeof result === 'string' ? result : JSON.stringify(result) }],
    ranOn: 'server',
    ...(part.isError && { failed: true }),
    state: { [STATE]: { result, ...(metadata && { metadata }) } },
  }
}

function jsonOf(part: AISDKPart): Json {
  const { providerMetadata, ...rest } = part
  return JSON.parse(
    JSON.stringify({ ...rest, ...(providerMetadata && { providerOptions: providerMetadata }) }),
  )
}
