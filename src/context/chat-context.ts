import type { Context, Turn } from '../core/context.ts'
import { OptionError } from '../core/errors.ts'
import { shown } from '../util/shown.ts'
import type { Json } from '../core/json.ts'
import { roles, textMessage, type Role, type WireMessage } from '../core/message.ts'
import type { ModelOutput } from '../core/model-output.ts'
import { messagesFromJson, messagesToJson } from './persisted-context.ts'

/** How much of a conversation the model is shown. */
export interface ChatContextOptions {
  /** How many of the latest messages the model is shown; system messages are always shown and not counted. @default all */
  readonly windowSize?: number | undefined
}

/** A message in short: `{ role, content }`, or as it goes over the wire. */
export type ChatMessage = WireMessage | { readonly role: Role; readonly content: string }

/**
 * A conversation: every call sees the turns before it, and calls run one after the other.
 *
 * @example
 * import { ChatContext, startSession } from 'mellea'
 * const m = startSession({ ctx: new ChatContext({ windowSize: 10 }) })
 * await m.chat('Make up a maths problem.')
 * await m.chat('Now solve it.')
 */
export class ChatContext implements Context {
  readonly kind = 'chat'
  readonly sequential = true
  readonly windowSize: number | undefined
  readonly #turns: readonly Turn[]

  /** @throws OptionError for a window that is no whole number above 0. */
  constructor({ windowSize }: ChatContextOptions = {}, turns: readonly Turn[] = []) {
    if (windowSize !== undefined && !(Number.isInteger(windowSize) && windowSize > 0))
      throw new OptionError(`ChatContext: windowSize must be a whole number above 0, got ${windowSize}.`)
    this.windowSize = windowSize
    this.#turns = turns
  }

  get messages(): readonly WireMessage[] {
    return this.#turns.flatMap((turn) => turn.messages)
  }

  get lastOutput(): ModelOutput<unknown, unknown> | undefined {
    return this.#turns.findLast((turn) => turn.output)?.output
  }

  view(): readonly WireMessage[] {
    return this.windowSize === undefined ? this.messages : lastMessages(this.messages, this.windowSize)
  }

  add(turn: Turn): this {
    return this.#with([...this.#turns, turn])
  }

  fresh(): this {
    return this.#with([])
  }

  toJSON(): Json {
    const settings = this.windowSize === undefined ? {} : { windowSize: this.windowSize }
    return { mellea: 1, kind: this.kind, settings, messages: messagesToJson(this.messages) }
  }

  /** Goes on from what `JSON.stringify(ctx)` saved. @throws OptionError when it is something else. */
  static fromJSON(json: unknown): ChatContext {
    const { settings, messages } = messagesFromJson(json, 'chat')
    return new ChatContext(settings, [{ messages }])
  }

  /** Starts from a list of messages; `ctx.messages` gives it back. */
  static from(messages: readonly ChatMessage[], options: ChatContextOptions = {}): ChatContext {
    return new ChatContext(options, [{ messages: messages.map(toWireMessage) }])
  }

  // a subclass keeps its class: its constructor must take what ours takes
  #with(turns: readonly Turn[]): this {
    return Reflect.construct(this.constructor, [{ windowSize: this.windowSize }, turns])
  }
}

function toWireMessage(message: ChatMessage): WireMessage {
  if (typeof message !== 'object' || message === null || !roles.includes(message.role))
    throw noMessage(message)
  if ('parts' in message && Array.isArray(message.parts)) return message
  if ('content' in message && typeof message.content === 'string')
    return textMessage(message.role, message.content)
  throw noMessage(message)
}

function noMessage(message: unknown): OptionError {
  return new OptionError(
    `ChatContext.from(): a message is { role, content } with the role ${roles.join(', ')}; got ${shown(message)}.`,
  )
}

/** The window starts at a question: an answer, or a tool's result, without what it answers would confuse the model. */
function lastMessages(messages: readonly WireMessage[], size: number): readonly WireMessage[] {
  const system = messages.filter((message) => message.role === 'system')
  const spoken = messages.filter((message) => message.role !== 'system')
  const window = spoken.slice(-size)
  const start = window.findIndex((message) => message.role === 'user')
  return [...system, ...(start > 0 ? window.slice(start) : window)]
}
