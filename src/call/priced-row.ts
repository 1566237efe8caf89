import type { LedgerRow } from '../core/ledger.ts'
import type { Price, Prices } from '../core/price.ts'
import type { Usage } from '../core/usage.ts'

/** The row with what its call cost, where that is known. */
export function pricedRow(row: LedgerRow, ...lists: readonly (Prices | undefined)[]): LedgerRow {
  const cost = callCost(row, ...lists)
  return cost === undefined ? row : { ...row, cost }
}

/** What a call cost, where one of the lists knows its price; the first that does counts. */
export function callCost(
  { provider, modelId, usage }: Pick<LedgerRow, 'provider' | 'modelId' | 'usage'>,
  ...lists: readonly (Prices | undefined)[]
): number | undefined {
  for (const prices of lists) {
    const price = prices && priceOf(prices, provider, modelId)
    if (price) return costOf(usage, price)
  }
  return undefined
}

function priceOf(prices: Prices, provider: string, modelId: string): Price | undefined {
  const names = [`${provider}/${modelId}`, modelId]
  const exact = names.find((name) => Object.hasOwn(prices, name))
  if (exact !== undefined) return prices[exact]
  const beginnings = Object.keys(prices).filter(
    (name) => name.endsWith('*') && names.some((each) => each.startsWith(name.slice(0, -1))),
  )
  const [longest] = beginnings.toSorted((a, b) => b.length - a.length)
  return longest === undefined ? undefined : prices[longest]
}

/** Nothing where something was generated that has no price. */
function costOf(usage: Usage, { input, output, cachedInput = input }: Price): number | undefined {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = usage
  if (output === undefined && outputTokens > 0) return undefined
  const cached = Math.min(cachedInputTokens, inputTokens)
  return ((inputTokens - cached) * input + cached * cachedInput + outputTokens * (output ?? 0)) / 1_000_000
}
