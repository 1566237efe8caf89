import type { EmbedReply } from '../core/embedding.ts'
import { pause } from './pause.ts'
import { physicalEmbed, type EmbedCall } from './physical-embed.ts'
import { retryWait } from './retry-policy.ts'

/** One batch of texts, tried again as a generation is; every try is a row in the ledger. */
export async function callEmbed(call: EmbedCall): Promise<EmbedReply> {
  const { request, settings } = call
  for (let retry = 1; ; retry++) {
    try {
      return await physicalEmbed(call)
    } catch (error) {
      const wait = retry > settings.maxRetries ? undefined : retryWait(error, retry, settings.random)
      if (wait === undefined || request.signal.aborted) throw error
      await pause(wait, settings.clock, request.signal)
    }
  }
}
