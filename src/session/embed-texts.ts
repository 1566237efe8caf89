import { callEmbed } from '../call/call-embed.ts'
import { cannotEmbed } from '../call/cannot-embed.ts'
import { startDeadline } from '../call/deadline.ts'
import { loadedBackend } from '../call/lazy-backend.ts'
import type { Backend, Warning } from '../core/backend.ts'
import type { EmbeddingOutput, EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { Ledger } from '../core/ledger.ts'
import type { ModelId } from '../core/model-identifier.ts'
import { resolveModelId } from '../core/resolve-model-id.ts'
import { addUsage, noUsage, toUsage } from '../core/usage.ts'
import type { EmbedOptions } from './call-options.ts'
import type { Conversation } from './conversation.ts'
import { toBatches, toTexts } from './embed-batches.ts'
import { mapItems } from './map-items.ts'
import { isDebugging, settingsOf, toStderr, type SessionSide } from './prepare-call.ts'

/** Vectors for one text or many: in batches, each a physical call that is limited, retried and counted like any other. */
export async function embedTexts<V>(
  side: SessionSide,
  conversation: Conversation,
  input: string | readonly string[],
  options: EmbedOptions,
): Promise<EmbeddingOutput<V>> {
  const texts = toTexts(input)
  const batches = toBatches(texts, options)
  const settings = settingsOf(side, options)
  const ledger = new Ledger(conversation.ledger)
  const scope = conversation.scope(options.signal)
  const stopClock = startDeadline(settings, scope)
  try {
    scope.throwIfAborted()
    const backend = await loadedBackend(side.backend, scope)
    const embed = await embedOf(backend)
    const facts = requestFacts(backend, options)
    const replies = await mapItems(
      batches,
      (batch, index, signal) => {
        const request: EmbedRequest = { texts: batch, ...facts, signal }
        const account = { ledger, purpose: 'embed', attempt: index + 1 } as const
        return callEmbed({ backend, embed, request, account, settings })
      },
      { concurrency: options.concurrency, signal: scope.signal },
    )
    const output = { ...sumOf(replies, options), ledger: ledger.totals(), cost: ledger.totals().cost }
    const modelId = replies[0]?.modelId ?? facts.modelId ?? backend.modelId
    const vectors = replies.flatMap((reply) => reply.vectors)
    // which of the two `V` is follows from `input`: `Embedded` says so to the caller
    const value = (typeof input === 'string' ? vectors[0] : vectors) as V
    return Object.freeze({ value, ...output, provider: backend.provider, modelId })
  } finally {
    stopClock()
    scope.unlink()
  }
}

async function embedOf(backend: Backend): Promise<(request: EmbedRequest) => Promise<EmbedReply>> {
  const embed = backend.embed?.bind(backend)
  if (!embed) throw cannotEmbed(backend)
  if (!isDebugging()) return embed
  const { debugEmbed } = await import('../telemetry/debug-log.ts')
  return debugEmbed(toStderr, backend, embed)
}

function requestFacts(
  { provider }: Backend,
  { modelId, dimensions, extraBody }: EmbedOptions,
): Pick<EmbedRequest, 'modelId' | 'dimensions' | 'extraBody'> {
  return {
    ...(modelId !== undefined && { modelId: nameOf(modelId, provider) }),
    ...(dimensions !== undefined && { dimensions }),
    ...(extraBody !== undefined && { extraBody }),
  }
}

function nameOf(modelId: ModelId, provider: string): string {
  return resolveModelId(modelId, provider === 'ollama' || provider === 'hf' ? provider : 'openai')
}

function sumOf(
  replies: readonly EmbedReply[],
  { dimensions: wanted }: EmbedOptions,
): Pick<EmbeddingOutput, 'dimensions' | 'usage' | 'warnings'> {
  const dimensions = replies[0]?.vectors[0]?.length ?? 0
  const usage = replies.reduce((sum, { usage: own }) => (own ? addUsage(sum, toUsage(own)) : sum), noUsage)
  const warnings = new Map<string, Warning>()
  for (const warning of replies.flatMap((reply) => reply.warnings ?? []))
    warnings.set(warning.message, warning)
  if (wanted !== undefined && wanted !== dimensions)
    warnings.set('', {
      code: 'unsupported-option',
      option: 'dimensions',
      message: `The vectors have ${dimensions} numbers, not ${wanted}: this model, or its server, does not let one choose.`,
    })
  return { dimensions, usage, warnings: [...warnings.values()] }
}
