import type { Backend, BackendEvent, GenerateRequest } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import type { Ledger, LedgerRow } from '../core/ledger.ts'
import { toUsage, type Usage } from '../core/usage.ts'
import { linkSignals } from '../util/link-signals.ts'
import { gateOf } from './backend-gate.ts'
import type { CallSettings } from './call-settings.ts'
import { estimateUsage } from './estimate-usage.ts'
import { watchSilence } from './watch-silence.ts'

/** On whose account a call runs. */
export interface CallAccount {
  readonly ledger: Ledger
  readonly purpose: LedgerRow['purpose']
  readonly attempt: number
}

/**
 * One request over one wire: waits for a place, watches for silence, and writes one row in the ledger whatever happens.
 * Whoever stops reading stops the wire.
 */
export async function* physicalCall(
  backend: Backend,
  request: GenerateRequest,
  account: CallAccount,
  settings: CallSettings,
): AsyncGenerator<BackendEvent, void, undefined> {
  // only those who gave prices wait for what reckons with them
  const priced = (settings.prices ?? backend.prices) && (await import('./priced-row.ts')).pricedRow
  const leave = await gateOf(backend).enter(request.signal)
  const link = linkSignals(request.signal)
  const { clock, timeout } = settings
  const started = clock.now()
  const meter = new Meter()
  const who = `${backend.provider} (${backend.modelId})`
  try {
    const events = backend.generate({ ...request, signal: link.signal })
    for await (const event of watchSilence(events, {
      clock,
      ...timeout,
      abort: link.abort,
      signal: link.signal,
      who,
    })) {
      meter.see(event)
      // the last word of a backend that was stopped for its silence: the call has failed, and may be retried
      if (link.signal.aborted && !request.signal.aborted) continue
      yield event
    }
    if (!link.signal.aborted && !meter.finished) throw endedEarly(who, meter.text)
    if (link.signal.aborted && !request.signal.aborted) throw link.signal.reason
  } catch (error) {
    meter.fail(error, request.signal.aborted)
    throw error
  } finally {
    if (!meter.finished) link.abort(new DOMException('Nobody reads any more.', 'AbortError'))
    link.unlink()
    leave()
    const row = meter.row(backend, request, account, clock.now() - started)
    account.ledger.add(priced ? priced(row, settings.prices, backend.prices) : row)
  }
}

/** Counts one call. */
class Meter {
  finished = false
  text = ''
  #spoken = false
  #outcome: LedgerRow['outcome'] = 'aborted'
  #code: string | undefined
  #usage: Usage | undefined

  see(event: BackendEvent): void {
    this.#spoken = true
    if (event.type === 'text' || event.type === 'thinking') this.text += event.text
    if (event.type !== 'finish') return
    this.finished = true
    this.#outcome = event.reason === 'aborted' ? 'aborted' : 'ok'
    if (event.usage) this.#usage = toUsage(event.usage)
  }

  fail(error: unknown, aborted: boolean): void {
    this.#outcome = aborted ? 'aborted' : 'failed'
    if (MelleaError.isInstance(error)) this.#code = error.code
  }

  row(backend: Backend, request: GenerateRequest, account: CallAccount, ms: number): LedgerRow {
    const nothing = !this.#spoken && this.#outcome !== 'ok'
    const guess = nothing
      ? toUsage({ inputTokens: 0, outputTokens: 0 })
      : estimateUsage(request.messages, this.text)
    return {
      purpose: account.purpose,
      attempt: account.attempt,
      provider: backend.provider,
      modelId: backend.modelId,
      outcome: this.#outcome,
      usage: this.#usage ?? guess,
      ms,
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
