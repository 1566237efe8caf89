import type { ModelOutput, ToolCall, ToolOutcome } from './model-output.ts'
import type { Validation } from './requirement.ts'

/** What `.events` yields: optimistic, so every delta says which attempt it belongs to. May grow in a minor release. */
export type StreamEvent<T = string, C = ToolCall> =
  | {
      readonly type: 'attempt-started'
      readonly attempt: number
      readonly provider: string
      readonly modelId: string
    }
  | { readonly type: 'text-delta'; readonly attempt: number; readonly delta: string }
  | { readonly type: 'thinking-delta'; readonly attempt: number; readonly delta: string }
  /** A piece of a call's arguments, while they are written. */
  | {
      readonly type: 'tool-call-delta'
      readonly attempt: number
      readonly id: string
      readonly name: string
      readonly delta: string
    }
  | { readonly type: 'tool-call'; readonly attempt: number; readonly call: ToolCall }
  /** The results of tools are in: what the attempt says next is a new text. */
  | { readonly type: 'step-started'; readonly attempt: number }
  /** A tool loop has run a call, or could not. */
  | { readonly type: 'tool-result'; readonly attempt: number; readonly outcome: ToolOutcome }
  | { readonly type: 'validation'; readonly attempt: number; readonly validation: Validation }
  /** What was shown of this attempt is void: clear it. */
  | { readonly type: 'attempt-rejected'; readonly attempt: number; readonly failures: readonly Validation[] }
  | { readonly type: 'attempt-accepted'; readonly attempt: number }
  | { readonly type: 'completed'; readonly output: ModelOutput<T, C> }
