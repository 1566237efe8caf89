import { OptionError } from '../core/errors.ts'
import { shown } from '../util/shown.ts'
import type { EmbedOptions } from './call-options.ts'

/** Within what every server that we know of takes at once. */
const USUAL_SIZE = 64
/** OpenAI takes 300,000 tokens at once; a letter is seldom more than one. */
const MOST_LETTERS = 200_000

/** @throws OptionError for no text, an empty one, and what is none. */
export function toTexts(input: string | readonly string[]): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(input) ? input : [input]
  if (texts.length === 0) throw new OptionError('embed(): the list of texts is empty.')
  const at = texts.findIndex((text) => typeof text !== 'string' || text === '')
  if (at < 0) return texts as readonly string[]
  const which = Array.isArray(input) ? `text ${at}` : 'the text'
  const problem = texts[at] === '' ? 'is empty' : `must be a text, got ${shown(texts[at])}`
  throw new OptionError(`embed(): ${which} ${problem}.`)
}

/** The texts in their order, in lists that one request can carry. */
export function toBatches(
  texts: readonly string[],
  { batchSize = USUAL_SIZE, concurrency = 4, dimensions = 1 }: EmbedOptions,
): readonly (readonly string[])[] {
  for (const [name, value] of Object.entries({ batchSize, concurrency, dimensions }))
    if (!(Number.isInteger(value) && value > 0))
      throw new OptionError(`embed(): ${name} must be a whole number above 0, got ${shown(value)}.`)
  const batches: string[][] = []
  let letters = Infinity
  for (const text of texts) {
    const last = batches.at(-1)
    letters += text.length
    if (last && last.length < batchSize && letters <= MOST_LETTERS) last.push(text)
    else {
      batches.push([text])
      letters = text.length
    }
  }
  return batches
}
