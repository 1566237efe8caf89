import { shown } from '../util/shown.ts'
import { OptionError } from './errors.ts'

/** What a million tokens cost, in any currency: the one that costs are then in. */
export interface Price {
  /** Of what is sent. */
  readonly input: number
  /** Of what is generated, thinking included. Embeddings have none. @default unknown: so is the cost of a call that generated something */
  readonly output?: number | undefined
  /** Of what the provider found in its cache. @default `input` */
  readonly cachedInput?: number | undefined
}

/**
 * Prices by model: `'gpt-5-mini'`, or `'openai/gpt-5-mini'` with the provider in front. A name may end in `*`: `'gpt-5*'`,
 * `'ollama/*'`, `'*'`. The provider's exact name wins, then the model's, then the longest beginning.
 */
export interface Prices {
  readonly [model: string]: Price
}

/** @throws OptionError for a price that is no number from 0 up. */
export function toPrices(prices: Prices | undefined): Prices | undefined {
  for (const [model, price] of Object.entries(prices ?? {}))
    for (const name of ['input', 'output', 'cachedInput'] as const) {
      const value: unknown = price?.[name]
      const isMissing = value === undefined && name !== 'input'
      if (isMissing || (typeof value === 'number' && value >= 0 && value < Infinity)) continue
      throw new OptionError(`prices["${model}"].${name} must be a number from 0 up, got ${shown(value)}.`)
    }
  return prices
}
