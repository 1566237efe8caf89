import type { JsonPath } from '../util/json-stream.ts'
import type { DeepPartial } from './schema.ts'

/** How far a part of a value is: not begun, being written, complete but not looked at, or a part of the accepted value. */
export type PartState = 'absent' | 'open' | 'closed' | 'validated'

interface AnyUpdate {
  /** The attempt that it belongs to, counted from 1. Of a rejected attempt the value starts over. */
  readonly attempt: number
  /** Of a part, by its keys and indexes; of the whole value without any. */
  stateOf(...path: JsonPath): PartState
}

/** A value while it is written. Nothing has been validated: it is what the model wrote, before the schema transforms it. */
export interface GrowingUpdate<T> extends AnyUpdate {
  readonly state: 'open' | 'closed'
  /** The value so far: plain data that does not change, and shares with later updates what is closed. */
  readonly value: DeepPartial<T>
  /** The same without the text that is still being written: every text, number and boolean in it is complete. */
  readonly finished: DeepPartial<T> | undefined
  /** What is being written: keys and indexes of the innermost part; absent once all of it is closed. */
  readonly open?: JsonPath
}

/** The value of the accepted attempt. */
export interface ValidatedUpdate<T> extends AnyUpdate {
  readonly state: 'validated'
  readonly value: T
  readonly finished: T
  readonly open?: never
}

/** One step of a value's growth. The last one is `'validated'`. */
export type PartialUpdate<T> = GrowingUpdate<T> | ValidatedUpdate<T>
