import type { Json } from '../../core/json.ts'
import type { MessagePart, ToolResultPart, WireMessage } from '../../core/message.ts'
import { anthropicFile } from './anthropic-file.ts'
import { inKeptOrder, keptState } from './kept-order.ts'
import type { WarningList } from './warnings.ts'

/** Where what only Anthropic understands is kept between turns. */
export const STATE = 'anthropic'

/** How many marks a request may have. */
const MOST_MARKS = 4

type Block = Record<string, unknown>

interface Turn {
  readonly role: 'user' | 'assistant'
  content: Block[]
}

/** A conversation as Anthropic takes it: what the system says stands apart, and turns alternate. */
export interface AnthropicConversation {
  readonly system: readonly object[]
  readonly messages: readonly object[]
}

export function toAnthropicConversation(
  messages: readonly WireMessage[],
  warnings: WarningList,
): AnthropicConversation {
  const system: Block[] = []
  const turns: Turn[] = []
  for (const { role: speaker, parts } of messages) {
    const content = inKeptOrder(parts, STATE).flatMap((part) => marked(part, speaker, warnings))
    if (speaker === 'system') {
      system.push(...content)
      continue
    }
    const role = speaker === 'assistant' ? 'assistant' : 'user'
    const before = turns.at(-1)
    if (before?.role === role) before.content.push(...content)
    else if (content.length > 0) turns.push({ role, content })
  }
  for (const turn of turns) turn.content = resultsFirst(turn.content)
  limitMarks([...system, ...turns.flatMap(({ content }) => content)], warnings)
  return { system, messages: turns }
}

function marked(part: MessagePart, speaker: WireMessage['role'], warnings: WarningList): readonly Block[] {
  const blocks = toBlocks(part, speaker, warnings)
  const last = blocks.at(-1)
  if (!part.cache || !last || String(last['type']).endsWith('thinking')) return blocks
  return [...blocks.slice(0, -1), { ...last, cache_control: { type: 'ephemeral' } }]
}

function toBlocks(part: MessagePart, speaker: WireMessage['role'], warnings: WarningList): readonly Block[] {
  if (part.type === 'text') return textBlocks(part)
  if (part.type === 'thinking') return speaker === 'assistant' ? thoughts(part) : []
  if (part.type === 'file') return [{ ...anthropicFile(part) }]
  if (part.type === 'tool-call')
    return [{ type: 'tool_use', id: part.id, name: part.name, input: inputOf(part.arguments) }]
  return part.type === 'tool-result' ? [toResult(part)] : other(part, warnings)
}

/** A text of nothing is refused. */
function textBlocks(part: MessagePart & { readonly type: 'text' }): readonly Block[] {
  if (part.text.trim() === '') return []
  const citations = keptState(part, STATE)?.['citations']
  return [{ type: 'text', text: part.text, ...(citations !== undefined && { citations }) }]
}

/** Only what the model has signed may go back, and it has to go back unchanged. */
function thoughts(part: MessagePart & { readonly type: 'thinking' }): readonly Block[] {
  const kept = keptState(part, STATE)
  const { redacted, signature } = kept ?? {}
  if (typeof redacted === 'string') return [{ type: 'redacted_thinking', data: redacted }]
  return typeof signature === 'string' ? [{ type: 'thinking', thinking: part.text, signature }] : []
}

function other(
  { kind, value }: MessagePart & { readonly type: 'other' },
  warnings: WarningList,
): readonly Block[] {
  if (kind.startsWith(`${STATE}.`) && isRecord(value)) return [{ ...value }]
  warnings.unsupported('messages', `Anthropic cannot be told of "${kind}": it was left out.`)
  return []
}

/** The arguments as an object; a model that wrote something else is shown what it wrote. */
function inputOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // below
  }
  return { arguments: text }
}

function toResult({ id, parts, failed }: ToolResultPart): Block {
  const content = parts.flatMap((part): readonly object[] => {
    if (part.type === 'file') return [anthropicFile(part)]
    return part.type === 'text' && part.text.trim() !== '' ? [{ type: 'text', text: part.text }] : []
  })
  return {
    type: 'tool_result',
    tool_use_id: id,
    ...(content.length > 0 && { content }),
    ...(failed && { is_error: true }),
  }
}

/** Results have to stand before all else in their turn. */
function resultsFirst(content: readonly Block[]): Block[] {
  const isResult = ({ type }: Block): boolean => type === 'tool_result'
  return [...content.filter(isResult), ...content.filter((block) => !isResult(block))]
}

/** The last marks reach farthest. */
function limitMarks(blocks: readonly Block[], warnings: WarningList): void {
  const marks = blocks.filter((block) => block['cache_control'] !== undefined)
  const tooMany = marks.slice(0, -MOST_MARKS)
  for (const block of tooMany) delete block['cache_control']
  if (tooMany.length > 0)
    warnings.unsupported(
      'cache',
      `Anthropic takes ${MOST_MARKS} cache marks: the first ${tooMany.length} of ${marks.length} were left out.`,
    )
}

function isRecord(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
