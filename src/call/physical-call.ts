import type { Backend, BackendEvent, GenerateRequest } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import type { Ledger, LedgerRow } from '../core/ledger.ts'
import { toUsage, type Usage } from '../core/usage.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { withLazySignal } from '../util/lazy-signal.ts'
import type { Push } from '../util/push-iterable.ts'
import { gateOf } from './backend-gate.ts'
import { audited } from './audited.ts'
import { heardOut } from './heard-out.ts'
import { HeardReply } from './heard-reply.ts'
import type { CallSettings } from './call-settings.ts'
import { estimateUsage } from './estimate-usage.ts'

/** On whose account a call runs. */
export interface CallAccount {
  readonly ledger: Ledger
  readonly purpose: LedgerRow['purpose']
  readonly attempt: number
}

/** One request, and everything that stands around it. */
export interface PhysicalCall {
  readonly backend: Backend
  readonly request: Omit<GenerateRequest, 'signal'>
  readonly account: CallAccount
  readonly settings: CallSettings
  /** Whoever aborts it stops the wire. */
  readonly scope: CancelScope
}

/** One request over one wire: waits for a place, watches for silence, and writes one row in the ledger whatever happens. */
export async function physicalCall(call: PhysicalCall, push: Push<BackendEvent>): Promise<void> {
  const { backend, request, account, settings, scope: outer } = call
  // only those who gave prices wait for what reckons with them
  const priced = (settings.prices ?? backend.prices) && (await import('./priced-row.ts')).pricedRow
  const strict =
    settings.enforce && account.purpose === 'draft'
      ? (await import('./enforcement.ts')).enforcement(backend)
      : undefined
  outer.throwIfAborted()
  const leave = await gateOf(backend).enter(outer)
  const scope = new CancelScope(outer)
  const started = settings.clock.now()
  const meter = new Meter()
  const heard = new HeardReply()
  const who = `${backend.provider} (${backend.modelId})`
  try {
    const events = () => backend.generate(withLazySignal(request, scope))
    const { clock, timeout } = settings
    const silence = { clock, firstChunk: timeout.firstChunk, chunk: timeout.chunk, scope, who }
    await heardOut(events, silence, (event) => {
      meter.see(event)
      strict?.look(event)
      // the last word of a backend that was stopped for its silence: the call has failed, and may be retried
      return (scope.aborted && !outer.aborted) || !heard.hear(event) || push(event)
    })
    if (!scope.aborted && !meter.finished) throw endedEarly(who, meter.said)
    if (scope.aborted && !outer.aborted) throw scope.reason
    for (const end of await audited(request, backend, heard)) {
      strict?.look(end, heard.answer(end.candidate).text)
      push(end)
    }
  } catch (error) {
    meter.fail(error, outer.aborted)
    throw error
  } finally {
    if (!meter.finished) scope.abort(new DOMException('Nobody reads any more.', 'AbortError'))
    scope.unlink()
    leave?.()
    const row = meter.row(call, started)
    account.ledger.add(priced ? priced(row, settings.prices, backend.prices) : row)
  }
}

/** Counts one call. */
class Meter {
  finished = false
  /** What an answer that broke off had said. */
  said = ''
  #spoken = false
  #outcome: LedgerRow['outcome'] = 'aborted'
  #code: string | undefined
  #usage: Usage | undefined

  see(event: BackendEvent): void {
    this.#spoken = true
    if (event.type === 'text' || event.type === 'thinking') this.said += event.text
    // of several answers the first one's end is the last
    if (event.type !== 'finish' || event.candidate) return
    this.finished = true
    this.#outcome = event.reason === 'aborted' ? 'aborted' : 'ok'
    if (event.usage) this.#usage = toUsage(event.usage)
  }

  fail(error: unknown, aborted: boolean): void {
    this.#outcome = aborted ? 'aborted' : 'failed'
    if (MelleaError.isInstance(error)) this.#code = error.code
  }

  row({ backend, request, account, settings }: PhysicalCall, startedMs: number): LedgerRow {
    const nothing = !this.#spoken && this.#outcome !== 'ok'
    const guess = nothing
      ? toUsage({ inputTokens: 0, outputTokens: 0 })
      : estimateUsage(request.messages, this.said)
    return {
      purpose: account.purpose,
      attempt: account.attempt,
      ...(request.candidates !== undefined && { candidates: request.candidates }),
      provider: backend.provider,
      modelId: backend.modelId,
      outcome: this.#outcome,
      usage: this.#usage ?? guess,
      startedMs,
      ms: settings.clock.now() - startedMs,
      ...(this.#code !== undefined && { code: this.#code }),
    }
  }
}

/** An answer that stops in the middle is not an answer. */
export function endedEarly(who: string, text: string): MelleaError {
  return new MelleaError(
    `${who}: the answer ended without saying that it was finished; what came is in \`text\`.`,
    {
      code: 'malformed-reply',
      text,
    },
  )
}
