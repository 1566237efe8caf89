import type { Component } from '../core/component.ts'
import { MelleaError } from '../core/errors.ts'
import type { Draft, Parsed } from '../core/sampling.ts'

type RawDraft = Pick<Draft<unknown>, 'text' | 'thinking' | 'message' | 'finishReason'>

/** Reads an answer; what cannot be read is a value that says why, never a lost generation. */
export function decodeDraft<T>(action: Component<T>, draft: RawDraft): Parsed<T> | Promise<Parsed<T>> {
  const refused = refusal(draft)
  if (refused) return { ok: false, error: refused }
  // without `decode` a component's value is its text
  if (!action.decode) return { ok: true, value: draft.text as T }
  return decoded(action, draft)
}

async function decoded<T>(action: Component<T>, draft: RawDraft): Promise<Parsed<T>> {
  try {
    return { ok: true, value: await action.decode!(draft) }
  } catch (error) {
    if (draft.finishReason === 'length') return { ok: false, error: truncated(draft.text, error) }
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) }
  }
}

function refusal({ finishReason, text }: RawDraft): MelleaError | undefined {
  if (finishReason === 'refusal')
    return new MelleaError('The model refused to answer.', { code: 'refused', text })
  if (finishReason === 'content-filter')
    return new MelleaError("The provider's content filter stopped the answer.", {
      code: 'content-filtered',
      text,
    })
  return undefined
}

function truncated(text: string, cause: unknown): MelleaError {
  return new MelleaError('The answer was cut off by the token limit before its JSON was complete.', {
    code: 'truncated',
    text,
    cause,
  })
}
