import type { Json } from '../../core/json.ts'
import { textOf, type MessagePart, type ToolResultPart, type WireMessage } from '../../core/message.ts'
import { toAISDKFile, toAISDKResultFile } from './ai-sdk-file.ts'
import { optionsKey, STATE, type AISDKEdition } from './ai-sdk-model.ts'
import { inKeptOrder, keptState } from './kept-order.ts'
import type { WarningList } from './warnings.ts'

/** Whom a prompt is for. */
export interface Addressee {
  readonly provider: string
  readonly edition: AISDKEdition
}

/** Parts that tell where an answer came from, and are not said again. */
const notGivenBack: ReadonlySet<string> = new Set([`${STATE}.source`, `${STATE}.tool-approval-request`])

/** A conversation as the models of the AI SDK take it. What a provider said of a part goes back with it, unchanged. */
export function toAISDKPrompt(
  messages: readonly WireMessage[],
  to: Addressee,
  warnings: WarningList,
): readonly object[] {
  return messages.flatMap((message): readonly object[] => {
    if (message.role === 'system') return system(message, to, warnings)
    const content = inKeptOrder(message.parts, STATE).flatMap((part): readonly object[] => {
      const value = toPart(part, message.role, to, warnings)
      return value ? [{ ...value, ...about(part, to) }] : []
    })
    return content.length > 0 ? [{ role: message.role, content }] : []
  })
}

function system(message: WireMessage, to: Addressee, warnings: WarningList): readonly object[] {
  if (message.parts.some(({ type }) => type === 'file'))
    warnings.unsupported('messages', 'A system prompt holds text alone here: its files were left out.')
  const last = message.parts.findLast(({ cache }) => cache)
  return [{ role: 'system', content: textOf(message), ...(last && about(last, to)) }]
}

/** What the provider gave with it, and the mark of its cache, where it lets one mark. */
function about(part: MessagePart, { provider }: Addressee): object {
  const kept = keptState(part, STATE)?.['metadata']
  const key = optionsKey(provider)
  const mark =
    key === 'anthropic'
      ? { cacheControl: { type: 'ephemeral' } }
      : key === 'bedrock'
        ? { cachePoint: { type: 'default' } }
        : undefined
  const options: Record<string, unknown> = { ...Object(kept) }
  if (part.cache && mark) options[key] = { ...Object(options[key]), ...mark }
  return Object.keys(options).length > 0 ? { providerOptions: options } : {}
}

function toPart(
  part: MessagePart,
  role: WireMessage['role'],
  to: Addressee,
  warnings: WarningList,
): object | undefined {
  if (part.type === 'text') return part.text === '' ? undefined : { type: 'text', text: part.text }
  if (part.type === 'thinking')
    // what another backend thought is not this model's
    return role === 'assistant' && keptState(part, STATE) ? { type: 'reasoning', text: part.text } : undefined
  if (part.type === 'file') return toAISDKFile(part, to.edition)
  if (part.type === 'tool-call')
    return {
      type: 'tool-call',
      toolCallId: part.id,
      toolName: part.name,
      input: inputOf(part.arguments),
      ...(part.ranOn && { providerExecuted: true }),
    }
  if (part.type === 'tool-result')
    return {
      type: 'tool-result',
      toolCallId: part.id,
      toolName: part.name,
      output: toOutput(part, to, warnings),
    }
  return other(part, to, warnings)
}

function other(
  { kind, value }: MessagePart & { readonly type: 'other' },
  { edition }: Addressee,
  warnings: WarningList,
): object | undefined {
  const isOurs = kind === `${STATE}.custom` || kind === `${STATE}.reasoning-file`
  if (isOurs && edition === 'v4') return { ...Object(value) }
  if (!notGivenBack.has(kind))
    warnings.unsupported('messages', `This model cannot be told of "${kind}": it was left out.`)
  return undefined
}

/** The arguments as an object; a model that wrote something else is shown what it wrote. */
function inputOf(text: string): unknown {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return { arguments: text }
  }
}

function toOutput(part: ToolResultPart, { edition }: Addressee, warnings: WarningList): object {
  const kept = keptState(part, STATE)
  if (kept?.['result'] !== undefined)
    return { type: part.failed ? 'error-json' : 'json', value: kept['result'] }
  const text = textOf(part)
  if (part.failed) return { type: 'error-text', value: text }
  if (part.parts.every(({ type }) => type === 'text')) return { type: 'text', value: text }
  const value = part.parts.flatMap((each): readonly object[] => {
    if (each.type === 'text') return [{ type: 'text', text: each.text }]
    const file = each.type === 'file' ? toAISDKResultFile(each, edition) : undefined
    if (!file)
      warnings.unsupported(
        'messages',
        `A "${each.type}" in the result of "${part.name}" has no place here: it was left out.`,
      )
    return file ? [file] : []
  })
  return { type: 'content', value }
}
