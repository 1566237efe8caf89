import type { TokenLogprob } from '../../core/backend.ts'

/** A token as OpenAI and Ollama send it; both have more in it, such as its bytes. */
export interface WireLogprob {
  readonly token: string
  readonly logprob: number
  readonly top_logprobs?: readonly WireLogprob[] | null
}

export function toLogprobs(tokens: readonly WireLogprob[]): readonly TokenLogprob[] {
  return tokens.map(({ token, logprob, top_logprobs: top }) => ({
    token,
    logprob,
    ...(top?.length && { top: toLogprobs(top) }),
  }))
}
