import type { PhysicalCall } from '../call/physical-call.ts'
import type { Backend, Warning } from '../core/backend.ts'
import { DraftRefusal } from './draft-refusal.ts'

/** A request as it was made, whoever stops it. */
export type SentRequest = PhysicalCall['request']

/** An answer that was rejected, and what had been asked for it. */
export interface Rejected {
  readonly backend: Backend
  readonly request: SentRequest
  readonly text: string
}

// by how much a model is asked the warmer each time, and where that ends: above it most write nonsense
const step = 0.4
const warmest = 1.2

/**
 * A request that was rejected before is sent again as it was only as long as its answers differ. Where a temperature was given, it is
 * raised when they do not, and at once when it is 0; the warning says so.
 *
 * @throws DraftRefusal `repeats` when the model repeats itself and there is nothing to vary.
 */
export function variedRequest(
  request: SentRequest,
  rejected: readonly Omit<Rejected, 'backend'>[],
  warnings: Warning[],
): SentRequest {
  if (rejected.length === 0) return request
  const { temperature } = request.options
  const asked = keyOf(request, temperature === 0)
  const same = rejected.filter((each) => keyOf(each.request, temperature === 0) === asked)
  const last = same.at(-1)
  if (!last) return request
  const isRepeating = rejected.some((each) => each !== last && isSame(each.text, last.text))
  if (typeof temperature !== 'number') {
    if (isRepeating) throw repeats()
    return request
  }
  if (temperature > 0 && !isRepeating) return request
  const warmer = Math.min(temperature + step * same.length, Math.max(temperature, warmest))
  if (isRepeating && last.request.options['temperature'] === warmer) throw repeats()
  warnings.push({
    code: 'varied-option',
    option: 'temperature',
    message: `This was asked at ${warmer} instead of ${temperature}: the answer to the same request had been rejected.`,
  })
  return { ...request, options: { ...request.options, temperature: warmer } }
}

/** What decides the answer, but for the temperature, which is varied. Without chance a seed decides nothing. */
function keyOf({ options: all, ...request }: SentRequest, isCold: boolean): string {
  const { temperature: _temperature, seed, ...options } = all
  // pictures are long, and the same all through a call
  const short = (_key: string, value: unknown): unknown =>
    value instanceof Uint8Array ? value.length : value
  return JSON.stringify([request, options, isCold ? undefined : seed], short)
}

function isSame(one: string, other: string): boolean {
  return one.split(/\s+/).filter(Boolean).join() === other.split(/\s+/).filter(Boolean).join()
}

function repeats(): DraftRefusal {
  return new DraftRefusal(
    'repeats',
    'The model said again what had been rejected, and the next request would have been the same. Repair with reasons, raise `temperature`, or give a `seed`: it is moved on with every attempt.',
  )
}
