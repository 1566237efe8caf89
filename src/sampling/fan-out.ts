import type { Draft, DraftsOptions, StepOptions } from '../core/sampling.ts'
import { asFinished } from '../util/as-finished.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import type { SamplingRun } from './sampling-run.ts'

/** What a fan-out needs of a run. */
type FanOutRun<T> = Pick<SamplingRun<T>, 'draft' | 'draftTogether' | 'capabilities' | 'signal'>

/**
 * Several drafts of one prompt, as they finish: by one request where the server can; else at once, but where it shares prefixes behind
 * the first one, which has to have begun. What cancels them cancels all; what one of them fails with is its own affair while another lives.
 */
export async function* fanOut<T>(
  run: FanOutRun<T>,
  count: number,
  { concurrency = count, together = true, ...step }: DraftsOptions,
): AsyncGenerator<Draft<T>, void, undefined> {
  const scope = new CancelScope(run.signal, step.signal)
  const own = { ...step, signal: scope.signal }
  const failures: unknown[] = []
  let drafts = 0
  try {
    const isAtOnce = concurrency >= count && count > 1
    const can = isAtOnce ? await run.capabilities(step.backend) : undefined
    if (together && can?.candidates) {
      const batch = await run.draftTogether(count, own)
      drafts += batch.length
      yield* batch
    }
    const singles = asFinished({
      count: count - drafts,
      concurrency,
      start: can?.sharesPrefix ? behindTheFirst(run, own) : () => run.draft(own),
      cancel: () => scope.abort(new DOMException('The other drafts are not needed any more.', 'AbortError')),
    })
    for await (const finished of singles) {
      if (finished.ok) {
        drafts += 1
        yield finished.value
        continue
      }
      scope.throwIfAborted()
      failures.push(finished.error)
    }
  } finally {
    scope.unlink()
  }
  if (drafts === 0 && failures.length > 0) throw failures[0]
}

/** Starts the first draft at once, and the others when it has begun to answer: by then its prompt has been read for all. */
function behindTheFirst<T>(
  run: Pick<FanOutRun<T>, 'draft'>,
  step: StepOptions,
): (index: number) => Promise<Draft<T>> {
  let go = (): void => {}
  const begun = new Promise<void>((resume) => (go = resume))
  return async (index) => {
    if (index > 0) {
      await begun
      return run.draft(step)
    }
    const watch = (soFar: string): 'go' | 'stop' => {
      go()
      return step.watch?.(soFar) ?? 'go'
    }
    return run.draft({ ...step, watch }).finally(go)
  }
}
