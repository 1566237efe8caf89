import { JsonScanner } from './json-scanner.ts'

/** Where a value stands: keys and indexes, from the outermost on. */
export type JsonPath = readonly (string | number)[]

export interface JsonStreamOptions {
  /** How many objects and arrays may stand in each other. @default 512 */
  readonly maxDepth?: number
  /** Sees every value as soon as it is complete, an object after its members. `path` is good for the moment only: copy what you keep. */
  readonly onClose?: (value: unknown, path: JsonPath, start: number) => void
}

type Container = unknown[] | { [key: string]: unknown }

/** What a member costs to copy, an element costing 1. */
const MEMBER = 8

/**
 * Builds the value of JSON that is still being written, in one pass. Equal to `JSON.parse` once it is complete.
 *
 * Nothing is copied while it is read. A snapshot is plain data that never changes: it copies the containers that are still open and
 * shares everything that is closed, so a closed value is the same object in every snapshot. Numbers, `true`, `false` and `null` appear
 * when they are complete, texts as they grow.
 */
export class JsonStream {
  readonly #scanner: JsonScanner
  readonly #onClose: JsonStreamOptions['onClose']
  #root: unknown
  #open: Container[] = []
  #starts: number[] = []
  #weights: number[] = []
  // the path of the value at hand: in an array the index of the element that came last
  #steps: (string | number)[] = []
  #weight = 0
  #length = 0
  #changes = 0

  constructor({ maxDepth = 512, onClose }: JsonStreamOptions = {}) {
    this.#onClose = onClose
    this.#scanner = new JsonScanner(
      {
        open: (isArray, start) => this.#enter(isArray ? [] : {}, isArray, start),
        close: () => this.#leave(),
        key: (text) => void (this.#steps[this.#steps.length - 1] = text),
        value: (value, start) => this.#add(value, start),
        reset: () => this.#reset(),
      },
      maxDepth,
    )
  }

  /** How many characters were read. */
  get length(): number {
    return this.#length
  }

  /** Whether the value is complete. */
  get done(): boolean {
    return this.#scanner.done
  }

  /** Why it is not read any further: the text is no JSON, or nested too deep. @example 'has a misplaced ",", at character 7' */
  get problem(): string | undefined {
    return this.#scanner.problem
  }

  /** Whether that is because too many containers stand in each other. */
  get tooDeep(): boolean {
    return this.#scanner.tooDeep
  }

  /** What a snapshot costs at present: about how many elements it copies. */
  get weight(): number {
    return this.#weight
  }

  /** Grows with every change of the value but the growth of a text. */
  get changes(): number {
    return this.#changes
  }

  /** The text value that is being written, as far as it is. */
  get openText(): string | undefined {
    return this.#scanner.openText
  }

  /** What is being written: the path of a text, or of the innermost container; `undefined` before the value and after it. */
  get openPath(): JsonPath | undefined {
    if (this.#open.length === 0) return undefined
    if (this.#scanner.openText === undefined) return this.#steps.slice(0, -1)
    const last = this.#steps.at(-1)
    return [...this.#steps.slice(0, -1), typeof last === 'number' ? last + 1 : (last ?? '')]
  }

  push(text: string): void {
    this.#length += text.length
    this.#scanner.push(text)
  }

  /** The value so far; `undefined` before it begins. `withText: false` leaves out the text that is being written. */
  snapshot({ withText = true }: { readonly withText?: boolean } = {}): unknown {
    let inner: unknown = withText ? this.#scanner.openText : undefined
    for (let depth = this.#open.length - 1; depth >= 0; depth--) {
      const container = this.#open[depth]
      const isText = typeof inner === 'string'
      if (Array.isArray(container)) {
        const copy = container.slice()
        if (isText) copy.push(inner)
        else if (inner !== undefined) copy[copy.length - 1] = inner
        inner = copy
      } else {
        const copy = { ...container }
        if (inner !== undefined) define(copy, String(this.#steps[depth]), inner)
        inner = copy
      }
    }
    return inner ?? this.#root
  }

  #enter(container: Container, isArray: boolean, start: number): void {
    this.#changes += 1
    if (this.#open.length === 0) this.#root = container
    else this.#place(container)
    this.#open.push(container)
    this.#starts.push(start)
    this.#weights.push(0)
    this.#steps.push(isArray ? -1 : '')
  }

  #leave(): void {
    const container = this.#open.pop()
    const start = this.#starts.pop()
    this.#weight -= this.#weights.pop() ?? 0
    this.#changes += 1
    this.#steps.pop()
    this.#onClose?.(container, this.#steps, start ?? 0)
  }

  #add(value: unknown, start: number): void {
    this.#changes += 1
    this.#place(value)
    this.#onClose?.(value, this.#steps, start)
  }

  /** Puts a value into the innermost container. */
  #place(value: unknown): void {
    const depth = this.#open.length - 1
    const container = this.#open[depth]
    const isArray = Array.isArray(container)
    if (isArray) this.#steps[depth] = container.push(value) - 1
    else if (container) define(container, String(this.#steps[depth]), value)
    const weight = isArray ? 1 : MEMBER
    this.#weight += weight
    this.#weights[depth] = (this.#weights[depth] ?? 0) + weight
  }

  #reset(): void {
    this.#changes += 1
    this.#root = undefined
    this.#open = []
    this.#starts = []
    this.#weights = []
    this.#steps = []
    this.#weight = 0
  }
}

/** An own property whatever its name: a model that writes `__proto__` must not reach ours. */
function define(target: { [key: string]: unknown }, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}
