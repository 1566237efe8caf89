import type { Misfit } from './compile-shape.ts'

/** Keeps what did not fit, until somebody looks. */
export class UnfitList {
  #all: string[] = []

  add(what: string, misfits: readonly Misfit[]): void {
    for (const { path, kind, expected } of misfits)
      this.#all.push(`${what}: ${path || 'the body'} (${kind}): expected ${expected}`)
  }

  /** All, and nobody has to be told of them any more. */
  look(): readonly string[] {
    const seen = this.#all
    this.#all = []
    return seen
  }

  /** Throws where there is something that nobody has looked at. */
  report(): void {
    const unseen = this.look()
    if (unseen.length === 0) return
    throw new Error(
      `What went over the wire does not fit the protocol. If the test means to do that, it calls unfit().\n${unseen.join('\n')}`,
    )
  }
}
