import type { RunnableToolCall, ToolStep } from '../core/model-output.ts'
import { ToolCallOf } from '../tools/runnable-call.ts'

/**
 * What tools gave in the attempts of one call. An attempt that makes the same call as another one gets its result, whichever ran first,
 * unless its tool is `repeatable`; within one attempt a call that is made twice is run twice.
 */
export class ToolMemory {
  /** Whether everything that was run may be run again. */
  isRepeatable = true
  readonly #signal: AbortSignal
  readonly #results = new Map<string, Promise<unknown>>()

  /** @param signal of the call: a result that attempts share ends with none of them */
  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** What runs the calls of one attempt, in which `steps` were done already. */
  attempt(steps: readonly ToolStep[]): (call: RunnableToolCall) => Promise<unknown> {
    const counts = new Map<string, number>()
    const count = (call: Pick<RunnableToolCall, 'name' | 'args'>): string => {
      const said = `${call.name} ${JSON.stringify(call.args)}`
      counts.set(said, (counts.get(said) ?? 0) + 1)
      return `${counts.get(said)} ${said}`
    }
    for (const { call } of steps.flatMap(({ outcomes }) => outcomes)) count(call)
    return (call) => {
      if (call instanceof ToolCallOf && call.repeatable) return call.run({ signal: this.#signal })
      this.isRepeatable = false
      return this.#once(count(call), call)
    }
  }

  #once(key: string, call: RunnableToolCall): Promise<unknown> {
    const known = this.#results.get(key)
    if (known) return known
    const result = call.run({ signal: this.#signal })
    this.#results.set(key, result)
    // what failed may be tried again
    result.catch(() => this.#results.delete(key))
    return result
  }
}
