import type { Draft, SampleRun } from '../core/sampling.ts'
import { asFinished } from '../util/as-finished.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { DraftRace, type Checkpoint } from './draft-race.ts'

interface Race {
  readonly n: number
  readonly concurrency: number
  readonly checkpoints: readonly Checkpoint[]
  readonly score: (text: string) => Promise<number>
}

/** The drafts that were finished. Those that were dropped have not failed; when all others have, the first failure is thrown. */
export async function survivors<T>(
  run: SampleRun<T>,
  { n, concurrency, checkpoints, score }: Race,
): Promise<readonly Draft<T>[]> {
  const all = new CancelScope(run.signal)
  const lanes: CancelScope[] = []
  const dropped = new DOMException('The beginning of this draft was not good enough.', 'AbortError')
  const race = new DraftRace({
    checkpoints,
    score,
    drop: (lane) => lanes[lane]?.abort(dropped),
    fail: (error) => all.abort(error),
  })
  const start = (index: number): Promise<Draft<T>> => {
    const lane = new CancelScope(all)
    lanes.push(lane)
    const see = (soFar: string): 'go' => {
      race.see(index, soFar)
      return 'go'
    }
    return run.draft({ signal: lane.signal, watch: see }).finally(() => lane.unlink())
  }
  const drafts: Draft<T>[] = []
  const failures: unknown[] = []
  try {
    for await (const draft of asFinished({
      count: n,
      concurrency,
      start,
      cancel: () => all.abort(dropped),
    })) {
      all.throwIfAborted()
      if (draft.ok) drafts.push(draft.value)
      else if (draft.error !== dropped) failures.push(draft.error)
    }
  } finally {
    all.unlink()
  }
  if (drafts.length === 0 && failures.length > 0) throw failures[0]
  return drafts
}
