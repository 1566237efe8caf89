export { ManualClock } from '../src/testing/manual-clock.ts'

/** Waits until all that is ready to run has run; takes no time. */
export async function idle(turns = 3): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resume) => setImmediate(resume))
}

/** A door: whoever comes waits until it is opened. */
export class Gate {
  #open = (): void => {}
  readonly #opened = new Promise<void>((resume) => (this.#open = resume))
  /** How many came. */
  came = 0

  pass(): Promise<void> {
    this.came += 1
    return this.#opened
  }

  open(): void {
    this.#open()
  }
}

/** What was rejected and seen by nobody while `work` ran. */
export async function unhandled(work: () => unknown): Promise<readonly unknown[]> {
  const seen: unknown[] = []
  const others = process.listeners('unhandledRejection')
  const note = (reason: unknown): void => void seen.push(reason)
  // the test runner's own listener would fail the run
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', note)
  try {
    await work()
    await idle()
  } finally {
    process.off('unhandledRejection', note)
    for (const other of others) process.on('unhandledRejection', other)
  }
  return seen
}
