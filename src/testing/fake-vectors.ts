import type { FakeReply, FakeRequest } from './fake-reply.ts'
import { wordVector } from './word-vector.ts'

/** The vectors that a reply has for the texts of a request, and what they count as. */
export function fakeVectors(
  { input, dimensions }: FakeRequest['body'],
  reply: FakeReply,
): { readonly vectors: readonly (readonly number[])[]; readonly inputTokens: number } {
  const texts = (Array.isArray(input) ? input : [input]).map(String)
  const length = typeof dimensions === 'number' ? dimensions : undefined
  return {
    vectors: reply.vectors ?? texts.map((text) => wordVector(text, length)),
    inputTokens: reply.inputTokens ?? texts.join(' ').split(/\s+/).length,
  }
}
