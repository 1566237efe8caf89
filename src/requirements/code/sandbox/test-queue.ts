import type { ErrorDescription } from './describe-error.ts'

/** The tests that the code registered. */
export interface TestQueue {
  readonly register: (run: () => Promise<unknown>) => void
  /** Starts them, one after the other. */
  readonly start: () => void
  readonly isDone: () => boolean
  /** Of a test that is over: '' when it passed, else why not. */
  readonly outcome: (index: number) => string | undefined
}

interface Test {
  readonly run: () => Promise<unknown>
  outcome: string | undefined
  next: Test | undefined
}

/** Runs in the sandbox, as text: it needs nothing from outside, and keeps what it uses later, since the code may change it. */
export function testQueue({ describe }: ErrorDescription): TestQueue {
  const { apply } = Reflect
  // oxlint-disable-next-line typescript/unbound-method -- called by `apply`
  const { then } = Promise.prototype
  // linked, since lists go through what may have been changed
  let first: Test | undefined
  let last: Test | undefined
  let isDone = false

  const runFrom = (test: Test | undefined): void => {
    if (!test) {
      isDone = true
      return
    }
    const over = (outcome: string): void => {
      test.outcome = outcome
      runFrom(test.next)
    }
    void apply(then, test.run(), [() => over(''), (error: unknown) => over(describe(error))])
  }

  return {
    register(run) {
      const test: Test = { run, outcome: undefined, next: undefined }
      if (last) last.next = test
      else first = test
      last = test
    },
    start: () => runFrom(first),
    isDone: () => isDone,
    outcome(index) {
      let test = first
      for (let i = 0; i < index && test; i++) test = test.next
      return test?.outcome
    },
  }
}
