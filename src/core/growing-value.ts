import { JsonStream, type JsonPath } from '../util/json-stream.ts'
import type { CallShape } from './call-shape.ts'
import { MelleaError } from './errors.ts'
import { mayBeHalf } from './half-text.ts'
import type { StreamEvent } from './stream-event.ts'

/** What can be seen of a value that is being written. */
interface View {
  readonly value: unknown
  /** What is being written; absent once all of it is closed. */
  readonly open?: JsonPath
}

/** How many elements may be copied for every character read: so all snapshots together cost no more than reading. */
const COPIED_PER_CHARACTER = 64

/** The value of one attempt at a time: where several run at once, of the one that was started last. */
export class GrowingValue {
  attempt = 0
  readonly #shape: CallShape
  #stream = new JsonStream()
  #seenChanges = 0
  #seenText = -1
  #seenLength = 0
  // whether the text at hand may be shown by half, and since which change that is known
  #showsText = true
  #knownAt = -1

  constructor(shape: CallShape) {
    this.#shape = shape
  }

  /** Whether there is something new that is worth a look. @throws MelleaError for an answer that is nested too deep. */
  hear(event: StreamEvent<unknown, unknown>): boolean {
    const isAgain = event.type === 'step-started' && event.attempt === this.attempt
    if (event.type === 'attempt-started' || isAgain) this.#begin(event.attempt)
    if (event.type !== 'text-delta' || event.attempt !== this.attempt) return false
    const stream = this.#stream
    stream.push(event.delta)
    if (stream.tooDeep) throw tooDeep(stream.problem)
    const text = this.#shownText()
    const isNew = stream.changes !== this.#seenChanges || text !== this.#seenText
    const isDue = (stream.length - this.#seenLength) * COPIED_PER_CHARACTER >= stream.weight
    if (!isNew || !isDue) return false
    this.#seenChanges = stream.changes
    this.#seenText = text
    this.#seenLength = stream.length
    return true
  }

  /** As it is now; `undefined` before it begins. */
  look(): View | undefined {
    const { openPath } = this.#stream
    const value = this.#stream.snapshot({ withText: this.#showsText })
    // a value that has to be wrapped may come bare
    if (!this.#shape.wire?.wrapped || Array.isArray(value))
      return value === undefined ? undefined : { value, ...(openPath && { open: openPath }) }
    const result = ownValue(value, 'result')
    const isOpen = openPath?.[0] === 'result'
    if (result === undefined) return undefined
    return { value: result, ...(isOpen && { open: openPath.slice(1) }) }
  }

  #begin(attempt: number): void {
    this.attempt = attempt
    this.#stream = new JsonStream()
    this.#seenChanges = 0
    this.#seenText = -1
    this.#seenLength = 0
    this.#knownAt = -1
    this.#showsText = true
  }

  /** How long the text is that is being written, as far as it is shown; -1 for none. */
  #shownText(): number {
    const { openText, changes } = this.#stream
    if (openText === undefined) return -1
    const schema = this.#shape.wire?.schema
    // no two texts follow each other without a change between them
    if (this.#knownAt !== changes) this.#showsText = !schema || mayBeHalf(schema, this.#stream.openPath ?? [])
    this.#knownAt = changes
    return this.#showsText ? openText.length : -1
  }
}

/** A member of its own; nothing for what is no object. */
export function ownValue(target: unknown, key: string | number): unknown {
  return typeof target === 'object' && target !== null
    ? Object.getOwnPropertyDescriptor(target, key)?.value
    : undefined
}

export function tooDeep(problem = ''): MelleaError {
  return new MelleaError(`The JSON of the answer ${problem}: it is not read any further.`, {
    code: 'malformed-reply',
  })
}
