/** What calls have cost, in the currency of the prices. */
export interface Cost {
  readonly amount: number
  /** `'at-least'`: some calls have no known price, and the true sum is `amount` or more. */
  readonly kind: 'whole' | 'at-least'
}
