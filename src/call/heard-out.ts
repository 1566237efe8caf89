import { eachOf, type Push } from '../util/push-iterable.ts'
import { SilenceWatch, type Silence } from './watch-silence.ts'

/** Hears a source out, to its own end; one that is silent for too long is aborted, and one that was aborted is not waited for for ever. */
export function heardOut<E extends { readonly type: string }>(
  source: () => AsyncIterable<E>,
  silence: Silence,
  push: Push<E>,
): Promise<void> {
  return new Promise((fulfil, reject) => {
    let over = false
    const end = (settle: () => void): void => {
      over = true
      watch.stop()
      settle()
    }
    const watch = new SilenceWatch(silence, () => end(fulfil))
    const see = (event: E): boolean => {
      if (over) return false
      watch.heard(event)
      return push(event)
    }
    eachOf(source(), see).then(
      () => end(fulfil),
      (error: unknown) => end(() => reject(error)),
    )
  })
}
