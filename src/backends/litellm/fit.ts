import type { GenerateRequest } from '../../core/backend.ts'
import type { WarningList } from '../wire/warnings.ts'
import type { ChatProvider } from './chat-provider.ts'
import type { LiteLLMControl } from './litellm-control.ts'

/** Whom a request is for, what was said of dropping, and where warnings go. */
export interface Fit {
  readonly prefix: string
  readonly model: string
  readonly row: ChatProvider
  readonly control: LiteLLMControl
  readonly warnings: WarningList
}

/** `members` into the body, under what the caller puts there. */
export function withBody(request: GenerateRequest, members: object): GenerateRequest {
  const own = request.options['extraBody']
  const extraBody = { ...members, ...(typeof own === 'object' ? own : {}) }
  return { ...request, options: { ...request.options, extraBody } }
}
