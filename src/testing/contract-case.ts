/** One thing that every implementation of a contract must do, for any test runner. */
export interface ContractCase {
  readonly name: string
  /** Rejects when the case does not hold. */
  readonly run: () => Promise<void>
  /** Why this implementation need not do it. */
  readonly skip?: string
}
