/** What to do about a failure, in the words of one provider; each ends a sentence. */
export interface FailureHints {
  readonly unreachable: string
  readonly unauthorized: string
  readonly modelNotFound: string
}

/** A request as sent: what its errors may show, and what not. */
export interface Sent {
  readonly provider: string
  readonly hints: FailureHints
  /** Without passwords and keys. */
  readonly url: string
  readonly secrets: readonly string[]
}
