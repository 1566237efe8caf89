import type { Json } from './json.ts'
import type { WireMessage } from './message.ts'
import type { ModelOutput } from './model-output.ts'

/** One turn: what was said, and what was answered. */
export interface Turn {
  readonly messages: readonly WireMessage[]
  /** The answer among them, while this process lives; not persisted. */
  readonly output?: ModelOutput<unknown, unknown>
}

/** A conversation so far. Persistent: `add` returns a new one, nothing is changed in place. */
export interface Context {
  readonly kind: string
  /** All of it, in order. */
  readonly messages: readonly WireMessage[]
  /** The last answer that was committed, in this process. */
  readonly lastOutput: ModelOutput<unknown, unknown> | undefined
  /** Whether calls must see each other: then they run one after the other. */
  readonly sequential: boolean
  /** What the model is shown before the next question. */
  view(): readonly WireMessage[]
  /** A new context with this turn at its end; this one stays as it is. */
  add(turn: Turn): Context
  /** The same kind and settings, with nothing said yet. */
  fresh(): Context
  /** `{ mellea: 1, kind, settings, messages }`. */
  toJSON(): Json
}
