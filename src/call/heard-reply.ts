import type { BackendEvent, Receipt, Warning } from '../core/backend.ts'

export type Finish = Extract<BackendEvent, { readonly type: 'finish' }>

/** One of the answers of a reply. */
export interface HeardAnswer {
  text: string
  thinking: string
  calls: number
  logprobs: boolean
}

/** What a reply has said, as far as it matters once it is over. */
export class HeardReply {
  modelId: string | undefined
  receipt: Receipt = { schema: 'none' }
  warnings: readonly Warning[] = []
  readonly answers: HeardAnswer[] = []
  /** Ends that nobody was told of yet. */
  readonly ends: Finish[] = []

  /** Whether to pass it on at once: an end waits, since it says what became of all before it. */
  hear(event: BackendEvent): boolean {
    if (event.type === 'start') {
      this.modelId = event.modelId
      this.receipt = event.receipt
      this.warnings = event.warnings
    } else if (event.type === 'finish') {
      if (event.reason === 'aborted') return true
      this.ends.push(event)
      return false
    } else {
      const answer = this.answer(event.candidate)
      if (event.type === 'text') answer.text += event.text
      else if (event.type === 'thinking') answer.thinking += event.text
      else if (event.type === 'logprobs') answer.logprobs = true
      else if (event.type === 'part' && event.value.type === 'tool-call') answer.calls += 1
    }
    return true
  }

  answer(candidate = 0): HeardAnswer {
    return (this.answers[candidate] ??= { text: '', thinking: '', calls: 0, logprobs: false })
  }
}
