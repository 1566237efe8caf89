/** Lets text through up to the first of some stop sequences; what may be the beginning of one is held back. */
export class StopText {
  readonly #stops: readonly string[]
  #held = ''
  #stopped: string | undefined

  constructor(stops: readonly string[]) {
    this.#stops = stops
  }

  /** The sequence that ended the text. */
  get stopped(): string | undefined {
    return this.#stopped
  }

  /** The text that may be shown now. */
  push(text: string): string {
    if (this.#stopped !== undefined) return ''
    if (this.#stops.length === 0) return text
    this.#held += text
    const [at, stop] = this.#first()
    if (stop !== undefined) this.#stopped = stop
    return this.#cut(stop === undefined ? this.#held.length - this.#beginning() : at)
  }

  /** What was held back for nothing. */
  end(): string {
    return this.#stopped === undefined ? this.#cut(this.#held.length) : ''
  }

  #cut(length: number): string {
    const text = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    return text
  }

  #first(): readonly [at: number, stop: string | undefined] {
    let found: readonly [number, string | undefined] = [Number.POSITIVE_INFINITY, undefined]
    for (const stop of this.#stops) {
      const at = this.#held.indexOf(stop)
      if (at >= 0 && at < found[0]) found = [at, stop]
    }
    return found
  }

  /** How much of the end of the text could be the beginning of a stop sequence. */
  #beginning(): number {
    const longest = Math.max(...this.#stops.map((stop) => stop.length - 1))
    for (let length = Math.min(longest, this.#held.length); length > 0; length--) {
      const end = this.#held.slice(-length)
      if (this.#stops.some((stop) => stop.startsWith(end))) return length
    }
    return 0
  }
}
