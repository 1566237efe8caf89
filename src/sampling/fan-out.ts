import type { Draft, DraftsOptions, SampleRun } from '../core/sampling.ts'
import { asFinished } from '../util/as-finished.ts'
import { linkSignals } from '../util/link-signals.ts'

/** Several drafts of one prompt, as they finish. What cancels them cancels all; what one of them fails with is its own affair while another lives. */
export async function* fanOut<T>(
  run: Pick<SampleRun<T>, 'draft' | 'signal'>,
  count: number,
  { concurrency = count, ...step }: DraftsOptions,
): AsyncGenerator<Draft<T>, void, undefined> {
  const link = linkSignals(run.signal, step.signal)
  const work = asFinished({
    count,
    concurrency,
    start: () => run.draft({ ...step, signal: link.signal }),
    cancel: () => link.abort(new DOMException('The other drafts are not needed any more.', 'AbortError')),
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
      link.signal.throwIfAborted()
      failures.push(finished.error)
    }
  } finally {
    link.unlink()
  }
  if (drafts === 0 && failures.length > 0) throw failures[0]
}
