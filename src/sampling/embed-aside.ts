import { callEmbed } from '../call/call-embed.ts'
import { cannotEmbed } from '../call/cannot-embed.ts'
import { loadedBackend } from '../call/lazy-backend.ts'
import type { Vector } from '../core/embedding.ts'
import type { EmbedAsideOptions } from '../core/sampling.ts'
import type { JudgeSide } from './ask-judge.ts'

/** What every server takes at once. */
const most = 64

/** Vectors for texts, on the ledger of a call. */
export async function embedAside(
  texts: readonly string[],
  { modelId }: EmbedAsideOptions,
  { backend: given, scope, ledger, settings }: JudgeSide,
): Promise<readonly Vector[]> {
  const backend = await loadedBackend(given, scope)
  const embed = backend.embed?.bind(backend)
  if (!embed) throw cannotEmbed(backend)
  const signal = scope instanceof AbortSignal ? scope : scope.signal
  const vectors: Vector[] = []
  for (let at = 0; at < texts.length; at += most) {
    const request = { texts: texts.slice(at, at + most), ...(modelId !== undefined && { modelId }), signal }
    const account = { ledger, purpose: 'embed', attempt: at / most + 1 } as const
    vectors.push(...(await callEmbed({ backend, embed, request, account, settings })).vectors)
  }
  return vectors
}
