import type { MelleaError } from '../core/errors.ts'
import type { RunnableToolCall, ToolOutcome } from '../core/model-output.ts'
import { abortable } from '../util/abortable.ts'
import { Semaphore } from '../util/semaphore.ts'

/** A call to run, or one that cannot be. */
export interface CallToRun {
  readonly call: RunnableToolCall
  /** Why it cannot be run. */
  readonly error?: MelleaError
}

export interface RunCallsOptions {
  readonly signal: AbortSignal
  readonly concurrency: number
  /** In milliseconds. */
  readonly now: () => number
  /** @default `call.run` */
  readonly run?: ((call: RunnableToolCall) => Promise<unknown>) | undefined
  readonly onOutcome?: ((outcome: ToolOutcome) => void) | undefined
}

/** Runs calls, some at a time; in their order what became of each. What ends it is the signal alone. */
export async function runCalls(
  calls: readonly CallToRun[],
  { signal, concurrency, now, onOutcome, run = (call) => call.run({ signal }) }: RunCallsOptions,
): Promise<readonly ToolOutcome[]> {
  const places = new Semaphore(concurrency)
  return Promise.all(
    calls.map(async ({ call, error }) => {
      const leave = await places.acquire(signal)
      const started = now()
      const result = error ? { ok: false, error } : await outcomeOf(() => abortable(run(call), signal))
      leave()
      signal.throwIfAborted()
      const outcome: ToolOutcome = { call, ...result, ms: now() - started }
      onOutcome?.(outcome)
      return outcome
    }),
  )
}

async function outcomeOf(run: () => Promise<unknown>): Promise<Pick<ToolOutcome, 'ok' | 'output' | 'error'>> {
  try {
    return { ok: true, output: await run() }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) }
  }
}
