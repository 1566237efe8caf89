import { OptionError } from '../core/errors.ts'
import type { Requirement } from '../core/requirement.ts'
import { watchFactory, type WatchingOptions } from './watch-factory.ts'
import { watchPath, type WatchPath } from './watch-path.ts'

export interface WatchOptions extends WatchingOptions {
  /** Shown to the model, unless `checkOnly`; for the judge, where the watcher comes to no verdict. */
  readonly description?: string | undefined
  /** Checked, but never shown to the model. @default false */
  readonly checkOnly?: boolean | undefined
}

interface Watch {
  (options: WatchOptions): Requirement<unknown>
  readonly path: WatchPath
}

/**
 * A requirement that is looked at while the answer is written; a failure stops the tokens at the socket.
 *
 * With `chunk` whole words, sentences or paragraphs are looked at, each as soon as it is closed, the last one at the end. Verdicts are
 * those of any check; `unknown` goes on, and the last one counts. What throws has failed. It decides at once: no promises.
 * `watch.path` looks at the values of JSON instead.
 *
 * @example
 * import { startSession } from 'mellea'
 * import { watch } from 'mellea/requirements'
 * const short = watch({
 *   description: 'No sentence has more than 20 words.',
 *   chunk: 'sentence',
 *   onChunk: (sentence) => sentence.split(/\s+/).length <= 20 || `This one is too long: ${sentence}`,
 * })
 * await startSession().instruct('Explain tides.', { requirements: [short] })
 * @throws OptionError for a chunk that is none, and where nothing looks.
 */
export const watch: Watch = /* @__PURE__ */ Object.assign(watchText, { path: watchPath })

function watchText(options: WatchOptions): Requirement<unknown> {
  const { description, checkOnly } = options ?? {}
  const made = watchFactory('watch()', options ?? {})
  if (!made) throw new OptionError('watch(): give `onChunk` or `watch`, which look at the text.')
  return {
    ...(description !== undefined && { description }),
    ...(checkOnly && { checkOnly }),
    watch: made,
  }
}
