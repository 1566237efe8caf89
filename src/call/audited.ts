import type { Backend, GenerateRequest } from '../core/backend.ts'
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
    (modelId !== undefined && modelId !== backend.modelId) || ends.some((end) => looksOdd(end, heard))
  if (!asks && !odd) return ends
  const { auditReply } = await import('./audit-reply.ts')
  return auditReply(request, backend, heard)
}

function looksOdd({ usage, candidate }: Finish, heard: HeardReply): boolean {
  const { text } = heard.answer(candidate)
  return text === '' || !usage || usage.estimated === true || /^\s*<think|\uFFFD/.test(text)
}
