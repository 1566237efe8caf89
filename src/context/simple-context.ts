import type { Context, Turn } from '../core/context.ts'
import type { Json } from '../core/json.ts'
import type { WireMessage } from '../core/message.ts'
import type { ModelOutput } from '../core/model-output.ts'
import { messagesFromJson, messagesToJson } from './persisted-context.ts'

/**
 * Every call starts afresh: the model is shown nothing of earlier turns, and calls run in parallel.
 *
 * Only the last turn is kept, for `lastOutput` and for looking back: a session that serves for months does not grow.
 *
 * @example
 * import { SimpleContext, startSession } from 'mellea'
 * const m = startSession({ ctx: new SimpleContext() })
 */
export class SimpleContext implements Context {
  readonly kind = 'simple'
  readonly sequential = false
  readonly #last: Turn | undefined

  constructor(last?: Turn) {
    this.#last = last
  }

  /** Those of the last turn. */
  get messages(): readonly WireMessage[] {
    return this.#last?.messages ?? []
  }

  get lastOutput(): ModelOutput<unknown, unknown> | undefined {
    return this.#last?.output
  }

  view(): readonly WireMessage[] {
    return []
  }

  // a subclass keeps its class: its constructor must take what ours takes
  add(turn: Turn): this {
    return Reflect.construct(this.constructor, [turn])
  }

  fresh(): this {
    return Reflect.construct(this.constructor, [])
  }

  toJSON(): Json {
    return { mellea: 1, kind: this.kind, settings: {}, messages: messagesToJson(this.messages) }
  }

  /** @throws OptionError when it is not what `JSON.stringify` of a SimpleContext gave. */
  static fromJSON(json: unknown): SimpleContext {
    return new SimpleContext({ messages: messagesFromJson(json, 'simple').messages })
  }
}
