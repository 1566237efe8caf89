import type { Backend } from '../core/backend.ts'
import { BackendError } from '../core/backend-error.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { MelleaError } from '../core/errors.ts'
import type { LedgerRow } from '../core/ledger.ts'
import { toUsage, type Usage } from '../core/usage.ts'
import { estimateTokens } from '../util/estimate-tokens.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { gateOf } from './backend-gate.ts'
import type { CallSettings } from './call-settings.ts'
import { heardOut } from './heard-out.ts'
import type { CallAccount } from './physical-call.ts'
import { pricedRow } from './priced-row.ts'

/** One batch of texts, and who turns them into vectors on whose account. */
export interface EmbedCall {
  readonly backend: Backend
  /** The backend's own, or what stands around it. */
  readonly embed: (request: EmbedRequest) => Promise<EmbedReply>
  readonly request: EmbedRequest
  readonly account: CallAccount
  readonly settings: CallSettings
}

/** One request for vectors: waits for a place as a generation does, watches for silence, and writes its row whatever happens. */
export async function physicalEmbed(call: EmbedCall): Promise<EmbedReply> {
  const { backend, request, account, settings } = call
  const leave = await gateOf(backend).enter(request.signal)
  const { clock } = settings
  const started = clock.now()
  const write = (facts: Pick<LedgerRow, 'outcome' | 'usage'> & { readonly code?: string }): void => {
    const { purpose, attempt, ledger } = account
    const { provider, modelId } = backend
    const who = { purpose, attempt, provider, modelId: request.modelId ?? modelId }
    const times = { startedMs: started, ms: clock.now() - started }
    ledger.add(pricedRow({ ...who, ...facts, ...times }, settings.prices, backend.prices))
  }
  try {
    const came = whole(await heardReply(call), request, backend)
    const usage = came.usage ? toUsage(came.usage) : guess(request)
    write({ outcome: 'ok', usage })
    return { ...came, usage }
  } catch (error) {
    const code = MelleaError.isInstance(error) && { code: error.code }
    // what was sent may have been worked on; what was refused was not
    if (request.signal.aborted) write({ outcome: 'aborted', usage: guess(request), ...code })
    else write({ outcome: 'failed', usage: toUsage({ inputTokens: 0, outputTokens: 0 }), ...code })
    throw error
  } finally {
    leave?.()
  }
}

/** The reply, or the reason why it is not waited for any longer. */
async function heardReply({ backend, embed, request, settings }: EmbedCall): Promise<EmbedReply> {
  const { clock, timeout } = settings
  const scope = new CancelScope(request.signal)
  async function* replies(): AsyncGenerator<{ readonly type: 'reply'; readonly came: EmbedReply }> {
    yield { type: 'reply', came: await embed({ ...request, signal: scope.signal }) }
  }
  const who = `${backend.provider} (${request.modelId ?? backend.modelId})`
  let got: EmbedReply | undefined
  try {
    await heardOut(replies, { clock, ...timeout, scope, who }, ({ came }) => {
      if (!scope.aborted) got = came
      return true
    })
    if (got) return got
    throw scope.reason
  } finally {
    scope.unlink()
  }
}

/** A vector for each text, or nothing: which is whose could not be told. */
function whole(reply: EmbedReply, { texts }: EmbedRequest, { provider }: Backend): EmbedReply {
  const { vectors } = reply
  const length = vectors[0]?.length ?? 0
  if (vectors.length === texts.length && length > 0 && vectors.every((each) => each.length === length))
    return reply
  const got = `${vectors.length} vectors of ${[...new Set(vectors.map((each) => each.length))].join(' and ')} numbers`
  throw new BackendError(`for ${texts.length} texts came ${got}.`, { provider, code: 'malformed-reply' })
}

function guess({ texts }: EmbedRequest): Usage {
  const letters = texts.reduce((sum, text) => sum + text.length, 0)
  return toUsage({ inputTokens: estimateTokens(letters), outputTokens: 0, estimated: true })
}
