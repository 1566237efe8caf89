import { gateOf } from '../call/backend-gate.ts'
import { callBackend } from '../call/call-backend.ts'
import { estimateUsage } from '../call/estimate-usage.ts'
import { endedEarly } from '../call/physical-call.ts'
import type { BackendEvent } from '../core/backend.ts'
import type { Draft } from '../core/sampling.ts'
import type { Usage } from '../core/usage.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { DraftLog } from './draft-log.ts'
import { draftOf, prepare, type Generation, type Prepared } from './generate.ts'

/** Several answers to one prompt. */
export interface SeveralGenerations<T> {
  /** The first of them; the others have the indexes after its own. */
  readonly generation: Generation<T>
  readonly count: number
  /** As `Generation.onEvent`, for the candidate from 0. */
  readonly onEvent: (candidate: number, event: BackendEvent, text: string) => 'go' | 'stop'
}

/** One request for several answers, which the prompt is read once for. Fewer may come: a server may not know how. */
export async function generateSeveral<T>(several: SeveralGenerations<T>): Promise<readonly Draft<T>[]> {
  const { generation, count } = several
  const prepared = await prepare(generation)
  const { log, backend, request } = prepared
  // each answer has to have thoughts of its own
  if (request.schema && request.options['thinking'] !== undefined) {
    const { thinksApart } = await import('../call/think-with-schema.ts')
    if (thinksApart({ backend, request }, await gateOf(backend).capabilities(generation.scope.signal)))
      return []
  }
  const logs = Array.from({ length: count }, () => new DraftLog(log.text, log.warnings))
  const stopped = await listen(several, prepared, logs)
  const heard = logs.flatMap((each, candidate) =>
    each.finishReason !== undefined || stopped.has(candidate) ? [{ log: each, candidate }] : [],
  )
  const usages = shares(
    logs[0]?.usage ?? estimateUsage(prepared.prompt.messages, logs.map(({ text }) => text).join('')),
    heard.map((each) => each.log),
  )
  return Promise.all(
    heard.map(({ log: own, candidate }, at) => {
      const account = { ...generation.account, attempt: generation.account.attempt + candidate }
      return draftOf({ ...generation, account }, prepared, own, usages[at] ?? usageOf(0, 0))
    }),
  )
}

async function listen<T>(
  { generation, count, onEvent }: SeveralGenerations<T>,
  { backend, request }: Prepared,
  logs: readonly DraftLog[],
): Promise<ReadonlySet<number>> {
  const { account, settings } = generation
  const scope = new CancelScope(generation.scope)
  const stopped = new Set<number>()
  const hear = (event: BackendEvent, candidate: number): void => {
    const log = logs[candidate]
    if (!log || (stopped.has(candidate) && event.type !== 'finish')) return
    log.add(event)
    if (onEvent(candidate, event, log.text) === 'stop') stopped.add(candidate)
  }
  const call = { backend, request: { ...request, candidates: count }, account, settings, scope }
  try {
    await callBackend(call, (event) => {
      if (event.type === 'start') for (const log of logs) log.add(event)
      else hear(event, event.candidate ?? 0)
      // one that has seen enough leaves the wire to the others
      if (stopped.size === count) scope.abort(new DOMException('Watchers have seen enough.', 'AbortError'))
      return true
    })
  } catch (error) {
    if (stopped.size < count && !generation.scope.aborted) throw error
  } finally {
    scope.unlink()
  }
  generation.scope.throwIfAborted()
  const [first] = logs
  const isWhole = first?.finishReason !== undefined && first.finishReason !== 'aborted'
  if (stopped.size < count && !isWhole)
    throw endedEarly(`${backend.provider} (${backend.modelId})`, first?.text ?? '')
  return stopped
}

/** Servers count several answers as one: what was sent is the first one's, what came is shared out by length. */
function shares(total: Usage, logs: readonly DraftLog[]): readonly Usage[] {
  const lengths = logs.map(({ text, thinking = '' }) => text.length + thinking.length)
  const all = lengths.reduce((sum, length) => sum + length, 0)
  let before = 0
  let given = 0
  return lengths.map((length, at) => {
    before += length
    // up to here, so that all shares together are the whole
    const upTo =
      all === 0
        ? at === lengths.length - 1
          ? total.outputTokens
          : 0
        : Math.round((total.outputTokens * before) / all)
    const outputTokens = upTo - given
    given = upTo
    return usageOf(at === 0 ? total.inputTokens : 0, outputTokens)
  })
}

function usageOf(inputTokens: number, outputTokens: number): Usage {
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, estimated: true }
}
