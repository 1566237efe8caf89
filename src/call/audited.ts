import type { Backend, GenerateRequest } from '../core/backend.ts'
import { textOf } from '../core/message.ts'
import type { Finish, HeardReply } from './heard-reply.ts'

/** The ends of a reply, with what it shows of how far the request was honoured. Looked at only where something was asked, or looks odd. */
export async function audited(
  request: Omit<GenerateRequest, 'signal'>,
  backend: Pick<Backend, 'modelId'>,
  heard: HeardReply,
): Promise<readonly Finish[]> {
  const { ends, modelId } = heard
  if (ends.length === 0) return ends
  const { schema, tools, options } = request
  const asks = schema || tools?.length || Object.values(options).some((value) => value !== undefined)
  const odd =
    (modelId !== undefined && modelId !== backend.modelId) ||
    ends.some((end) => looksOdd(end, heard)) ||
    looksLong(request, ends[0])
  if (!asks && !odd) return ends
  const { auditReply } = await import('./audit-reply.ts')
  return auditReply(request, backend, heard)
}

function looksOdd({ usage, candidate }: Finish, heard: HeardReply): boolean {
  const { text } = heard.answer(candidate)
  return text === '' || !usage || usage.estimated === true || /^\s*<think|\uFFFD/.test(text)
}

/** More text than the tokens that were read of it usually hold. */
function looksLong({ messages }: Pick<GenerateRequest, 'messages'>, end: Finish | undefined): boolean {
  const read = end?.usage?.inputTokens ?? 0
  return messages.reduce((sum, message) => sum + textOf(message).length, 0) > 4 * read
}
