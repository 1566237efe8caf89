import type { Receipt, Warning } from '../../core/backend.ts'

/** What the first event of a reply says. */
export interface ReplyStart {
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
  /** Who answers, where what it gives goes back to it alone. */
  readonly server?: string
}

/** A request ready to go, and what is honest to say about it. */
export interface EncodedRequest extends ReplyStart {
  readonly body: string
}
