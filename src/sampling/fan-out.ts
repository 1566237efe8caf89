import type { Draft, DraftsOptions, SampleRun } from '../core/sampling.ts'
import { asFinished } from '../util/as-finished.ts'
import { CancelScope } from '../util/cancel-scope.ts'

/** Several drafts of one prompt, as they finish. What cancels them cancels all; what one of them fails with is its own affair while another lives. */
export async function* fanOut<T>(
  run: Pick<SampleRun<T>, 'draft' | 'signal'>,
  count: number,
  { concurrency = count, ...step }: DraftsOptions,
): AsyncGenerator<Draft<T>, void, undefined> {
  const scope = new CancelScope(run.signal, step.signal)
  const work = asFinished({
    count,
    concurrency,
    start: () => run.draft({ ...step, signal: scope.signal }),
    cancel: () => scope.abort(new DOMException('The other drafts are not needed any more.', 'AbortError')),
  })
  const failures: unknown[] = []
  let drafts = 0
  try {
    for await (const finished of work) {
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
