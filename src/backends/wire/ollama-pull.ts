import { BackendError } from '../../core/backend-error.ts'
import type { PrepareProgress } from '../../core/backend.ts'
import type { Reply } from '../../http/endpoint.ts'
import { explainPayload } from '../../http/explain-failure.ts'
import { readFailure } from '../../http/failure-body.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import { ndjsonDecoder } from '../../util/ndjson.ts'
import { parseFrame } from './parse-frame.ts'

/** Reads the reply of `/api/pull` to its end, and tells how far it has come over all layers. */
export async function readPull(
  { response, sent }: Reply,
  model: string,
  onProgress: (progress: PrepareProgress) => void,
): Promise<void> {
  const lines = ndjsonDecoder()
  const layers = new Map<string, { completed: number; total: number }>()
  let status = ''

  function line(text: string): void {
    const chunk = parseFrame(text, sent, '')
    if (chunk['error'])
      throw notPulled(explainPayload(chunk, sent, ''), readFailure(chunk, sent.secrets).text, model)
    status = typeof chunk['status'] === 'string' ? chunk['status'] : status
    const { digest, completed, total } = chunk
    if (typeof digest === 'string' && typeof total === 'number')
      layers.set(digest, { total, completed: typeof completed === 'number' ? completed : 0 })
    onProgress({ phase: phaseOf(status), what: model, ...sum(layers.values()) })
  }

  for await (const bytes of response.body) lines.push(bytes).forEach(line)
  lines.end().forEach(line)
  if (status !== 'success')
    throw malformedReply(`the pull of "${model}" broke off`, sent, { raw: status, text: '', retryable: true })
}

function phaseOf(status: string): string {
  if (status.startsWith('verifying')) return 'verifying'
  return status === 'success' || status.startsWith('writing') ? 'loading' : 'pulling'
}

function sum(layers: Iterable<{ completed: number; total: number }>): Partial<PrepareProgress> {
  let completedBytes = 0
  let totalBytes = 0
  for (const { completed, total } of layers) {
    completedBytes += completed
    totalBytes += total
  }
  return totalBytes > 0 ? { completedBytes, totalBytes } : {}
}

function notPulled(cause: BackendError, said: string, model: string): BackendError {
  return new BackendError(
    `could not pull "${model}": ${said.replace(/\.$/, '')}. See what is there with \`ollama list\`, or try \`ollama pull ${model}\`.`,
    { provider: 'ollama', code: 'model-not-found', url: cause.url, cause, raw: cause.raw },
  )
}
