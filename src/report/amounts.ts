import type { Cost } from '../core/cost.ts'

const grouped = new Intl.NumberFormat('en-US')
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })

/** `1234` as "1,234". */
export function count(amount: number): string {
  return grouped.format(amount)
}

/** "1 retry", "2 retries". */
export function several(amount: number, one: string, more: string): string {
  return `${count(amount)} ${amount === 1 ? one : more}`
}

/** Milliseconds as people say them: "840 ms", "1.3 s", "2 min 5 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  const rest = seconds % 60
  return `${count(Math.floor(seconds / 60))} min${rest > 0 ? ` ${rest} s` : ''}`
}

/** Money without a currency: nobody said which. */
export function price(amount: number): string {
  return short.format(amount)
}

/** What calls have cost: with "at least" where some have no known price. */
export function wholePrice({ amount, kind }: Cost): string {
  return kind === 'whole' ? price(amount) : `at least ${price(amount)}`
}
