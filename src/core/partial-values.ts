import type { JsonPath } from '../util/json-stream.ts'
import type { CallShape } from './call-shape.ts'
import { GrowingValue, ownValue } from './growing-value.ts'
import type { GrowingUpdate, PartialUpdate, PartState } from './partial-update.ts'
import type { DeepPartial } from './schema.ts'
import type { StreamEvent } from './stream-event.ts'

/** Snapshots of the value of the attempt that was started last; the last one is the validated value. */
export function partialsOf<T, C>(shape: CallShape): (event: StreamEvent<T, C>) => DeepPartial<T> | undefined {
  const growing = new GrowingValue(shape)
  return (event) => {
    if (event.type === 'completed') return event.output.value as DeepPartial<T>
    // what the model wrote may be anything: the type is the schema's word for it
    return growing.hear(event) ? (growing.look()?.value as DeepPartial<T>) : undefined
  }
}

/** The same, and how far every part of the value is. */
export function updatesOf<T, C>(
  shape: CallShape,
): (event: StreamEvent<T, C>) => PartialUpdate<T> | undefined {
  const growing = new GrowingValue(shape)
  let accepted = 0
  return (event) => {
    if (event.type === 'attempt-accepted') accepted = event.attempt
    if (event.type === 'completed') return validated(accepted, event.output.value)
    const view = growing.hear(event) ? growing.look() : undefined
    return view && new Growth<T>(growing.attempt, view.value, view.open)
  }
}

class Growth<T> implements GrowingUpdate<T> {
  readonly attempt: number
  readonly state: 'open' | 'closed'
  readonly value: DeepPartial<T>
  readonly open?: JsonPath

  constructor(attempt: number, value: unknown, open: JsonPath | undefined) {
    this.attempt = attempt
    this.state = open ? 'open' : 'closed'
    this.value = value as DeepPartial<T>
    if (open) this.open = open
  }

  get finished(): DeepPartial<T> | undefined {
    return this.open ? (withoutText(this.value, this.open) as DeepPartial<T> | undefined) : this.value
  }

  stateOf(...path: JsonPath): PartState {
    if (this.open && path.every((step, depth) => step === this.open?.[depth])) return 'open'
    return isThere(this.value, path) ? 'closed' : 'absent'
  }
}

function validated<T>(attempt: number, value: T): PartialUpdate<T> {
  return {
    attempt,
    state: 'validated',
    value,
    finished: value,
    stateOf: (...path) => (isThere(value, path) ? 'validated' : 'absent'),
  }
}

function isThere(value: unknown, path: JsonPath): boolean {
  let found = value
  return path.every((step) => {
    const has = typeof found === 'object' && found !== null && Object.hasOwn(found, step)
    found = ownValue(found, step)
    return has
  })
}

/** A copy along the path, without the text at its end; the value itself where a container is open there. */
function withoutText(value: unknown, [step, ...rest]: JsonPath): unknown {
  if (step === undefined) return typeof value === 'string' ? undefined : value
  const part = ownValue(value, step)
  const inner = part === undefined ? part : withoutText(part, rest)
  if (inner === part) return value
  if (Array.isArray(value)) return inner === undefined ? value.slice(0, -1) : [...value.slice(0, -1), inner]
  const { [step]: _, ...others } = Object(value) as { [key: string]: unknown }
  return inner === undefined ? others : { ...others, [step]: inner }
}
