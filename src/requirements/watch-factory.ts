import { OptionError } from '../core/errors.ts'
import type { Requirement, Verdict, WatchedAnswer, Watcher } from '../core/requirement.ts'
import { checkChunking, inUnits, type Chunking } from './in-units.ts'

/** How a requirement watches a text that grows. */
export interface WatchingOptions {
  /** What `onChunk`, or the watcher, is shown at a time. @default 'delta' */
  readonly chunk?: Chunking | undefined
  /** A watcher without memory. `soFar` is the text up to the end of `chunk`. */
  readonly onChunk?: ((chunk: string, soFar: string) => Verdict) | undefined
  /** Makes a watcher that has a memory, anew for every attempt. */
  readonly watch?: ((answer: WatchedAnswer) => Watcher) | undefined
}

/** What makes the watchers of these options, if they ask for any. @throws OptionError for options that mean nothing. */
export function watchFactory(who: string, { chunk, onChunk, watch }: WatchingOptions): Requirement['watch'] {
  if (chunk !== undefined) checkChunking(who, chunk)
  if (onChunk !== undefined && typeof onChunk !== 'function') throw notAFunction(who, 'onChunk')
  if (watch !== undefined && typeof watch !== 'function') throw notAFunction(who, 'watch')
  if (onChunk && watch) throw new OptionError(`${who}: give \`onChunk\` or \`watch\`, not both.`)
  const make = watch ?? (onChunk && ((): Watcher => ({ chunk: onChunk })))
  if (!make && chunk !== undefined)
    throw new OptionError(
      `${who}: \`chunk\` says what is looked at; give \`onChunk\` or \`watch\`, which look.`,
    )
  return make && chunk !== undefined && chunk !== 'delta' ? (answer) => inUnits(chunk, make(answer)) : make
}

function notAFunction(who: string, option: string): OptionError {
  return new OptionError(`${who}: \`${option}\` is a function.`)
}
