import { JsonStream } from '../util/json-stream.ts'
import type { CallShape } from './call-shape.ts'
import { elementReader } from './element-reader.ts'
import { MelleaError } from './errors.ts'
import { tooDeep } from './growing-value.ts'
import type { StreamEvent } from './stream-event.ts'

type Element<T> = T extends readonly (infer E)[] ? E : never

/** Elements as they are completed and found valid; an element that was given is never given differently. */
export async function* elementsOf<T, C>(
  events: AsyncIterable<StreamEvent<T, C>>,
  shape: CallShape,
): AsyncGenerator<Element<T>, void, undefined> {
  const reader = shape.elementsFlow ? elementReader(shape) : undefined
  const given = new GivenElements(reader?.exact ?? true)
  let accepted = 0
  let list = new ClosedElements()
  for await (const event of events) {
    const isAgain = event.type === 'step-started' && event.attempt === list.attempt
    if (event.type === 'attempt-started' || isAgain) list = new ClosedElements(event.attempt)
    if (event.type === 'attempt-accepted') accepted = event.attempt
    if (event.type === 'completed') yield* given.rest(event.output, accepted) as Element<T>[]
    if (!reader || event.type !== 'text-delta' || event.attempt !== list.attempt) continue
    // watchers have their say about a piece of text before the next one comes
    const ready = shape.watched ? list.take() : []
    list.push(event.delta)
    for (const { index, value } of shape.watched ? ready : list.take()) {
      if (given.has(index, value)) continue
      const valid = await reader.read(value)
      if (!valid) {
        // what follows it waits for the verdict on the whole
        list.stop()
        break
      }
      given.add(list.attempt, value, valid.value)
      yield valid.value as Element<T>
    }
  }
}

/** What a reader has got: nothing of it may turn out to be another. */
class GivenElements {
  readonly #exact: boolean
  readonly #written: string[] = []
  readonly #read: unknown[] = []
  #attempt = 0

  constructor(exact: boolean) {
    this.#exact = exact
  }

  /** Whether this one was given. @throws MelleaError when another one was given in its place. */
  has(index: number, written: unknown): boolean {
    if (index >= this.#written.length) return false
    if (this.#written[index] !== JSON.stringify(written)) throw withdrawn()
    return true
  }

  add(attempt: number, written: unknown, read: unknown): void {
    this.#attempt = attempt
    this.#written.push(JSON.stringify(written))
    this.#read.push(read)
  }

  /** The elements of the accepted value that were not given yet. */
  rest(
    { value, text }: { readonly value: unknown; readonly text: string },
    accepted: number,
  ): readonly unknown[] {
    const all: readonly unknown[] = Array.isArray(value) ? value : []
    const count = this.#written.length
    if (accepted !== this.#attempt) {
      const { texts } = new ClosedElements(0, text)
      if (this.#written.some((each, index) => each !== texts[index])) throw withdrawn()
    }
    const isOther = !this.#exact && JSON.stringify(all.slice(0, count)) !== JSON.stringify(this.#read)
    if (isOther || count > all.length) throw rearranged()
    return all.slice(count)
  }
}

/** The elements of the array in one attempt's text, each once it is complete. */
class ClosedElements {
  readonly attempt: number
  readonly #stream: JsonStream
  #ready: { readonly index: number; readonly value: unknown }[] = []
  #stopped = false

  constructor(attempt = 0, text = '') {
    this.attempt = attempt
    this.#stream = new JsonStream({
      onClose: (value, path) => {
        const index =
          path.length === 1 || (path.length === 2 && path[0] === 'result') ? path.at(-1) : undefined
        if (typeof index === 'number' && !this.#stopped) this.#ready.push({ index, value })
      },
    })
    this.push(text)
  }

  /** Each as JSON. */
  get texts(): readonly string[] {
    return this.#ready.map(({ value }) => JSON.stringify(value))
  }

  push(text: string): void {
    this.#stream.push(text)
    if (this.#stream.tooDeep) throw tooDeep(this.#stream.problem)
  }

  take(): readonly { readonly index: number; readonly value: unknown }[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  stop(): void {
    this.#stopped = true
    this.#ready = []
  }
}

function withdrawn(): MelleaError {
  return new MelleaError(
    'An element that was already read belongs to an attempt that has been rejected since. Read `.partials` or `.events`, or await the call.',
    { code: 'text-withdrawn' },
  )
}

function rearranged(): MelleaError {
  return new MelleaError(
    'The schema rearranges the array as a whole, so its elements cannot be read while it is written. Await the call.',
    { code: 'text-withdrawn' },
  )
}
