/** One thing that was looked at. */
export interface Check {
  readonly name: string
  /** `note`: good to know, nothing to mend or not needed. */
  readonly status: 'ok' | 'missing' | 'note'
  readonly text: string
  /** The command that mends it. */
  readonly remedy?: string
  /** This shows that a backend of that name can answer. */
  readonly backend?: string
}
