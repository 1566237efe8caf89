import { OptionError } from '../core/errors.ts'
import type { Verdict, Watcher } from '../core/requirement.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { shown } from '../util/shown.ts'
import {
  paragraphUnits,
  sentenceUnits,
  wordUnits,
  type TextUnit,
  type UnitReader,
} from '../util/text-units.ts'

/**
 * What a watcher is shown at a time: `'delta'` is what came over the wire, mostly a token; a word, a sentence or a paragraph once it is
 * closed, the last one at the end of the text; or units of your own, by a reader that is made anew for every attempt.
 */
export type Chunking = 'delta' | 'word' | 'sentence' | 'paragraph' | (() => UnitReader)

const readers = { word: wordUnits, sentence: sentenceUnits, paragraph: paragraphUnits }

/** A watcher that is shown whole units, each with the text up to its end. What it says last counts; a failure is for good. */
export function inUnits(chunking: Chunking, watcher: Watcher): Watcher {
  if (chunking === 'delta') return watcher
  const reader = (typeof chunking === 'function' ? chunking : readers[chunking])()
  let soFar = ''
  let good = 0
  // a unit that never comes breaks no rule
  let said: Verdict = true
  let failed = false
  const hear = (verdict: Verdict): void => {
    said = verdict
    failed = toValidationResult(verdict, '').status === 'fail'
  }
  const look = (units: readonly TextUnit[]): Verdict => {
    for (const { lead, text, end } of units) {
      if (failed) break
      soFar += lead + text
      hear(watcher.chunk(text, soFar))
      if (!failed) good = end
    }
    return said
  }
  return {
    chunk: (chunk) => look(reader.push(chunk)),
    end(text) {
      look(reader.end())
      if (!failed && watcher.end) hear(watcher.end(text))
      return said
    },
    get good() {
      return good
    },
    get settled() {
      return !failed && watcher.settled === true
    },
  }
}

/** @throws OptionError when it is none. */
export function checkChunking(who: string, chunking: unknown): void {
  if (chunking === 'delta' || typeof chunking === 'function') return
  if (typeof chunking === 'string' && Object.hasOwn(readers, chunking)) return
  throw new OptionError(
    `${who}: chunk is 'delta', 'word', 'sentence', 'paragraph', or a function that makes a reader of units; got ${shown(chunking)}.`,
  )
}
