import { JsonStream } from '../util/json-stream.ts'
import { MelleaError } from './errors.ts'
import type { CallShape } from './running-call.ts'
import type { DeepPartial } from './schema.ts'
import type { StreamEvent } from './stream-event.ts'

type Element<T> = T extends readonly (infer E)[] ? E : never

/** Follows the attempt that was started last, and ends with the validated value. */
export async function* partialsOf<T, C>(
  events: AsyncIterable<StreamEvent<T, C>>,
  { unwrap = asIs }: CallShape,
): AsyncGenerator<DeepPartial<T>, void, undefined> {
  const followed = new FollowedJson()
  for await (const event of events) {
    if (event.type === 'completed') yield event.output.value as DeepPartial<T>
    else if (followed.hear(event)) {
      const value = unwrap(followed.json.value)
      if (value !== undefined) yield value as DeepPartial<T>
    }
  }
}

/** Elements as they are completed; an element that was given is never given differently. */
export async function* elementsOf<T, C>(
  events: AsyncIterable<StreamEvent<T, C>>,
  { unwrap = asIs, elementsFlow = false }: CallShape,
): AsyncGenerator<Element<T>, void, undefined> {
  const followed = new FollowedJson()
  const given: string[] = []
  let givenOf = 0
  let accepted = 0
  for await (const event of events) {
    let done: readonly unknown[] = []
    if (event.type === 'attempt-accepted') accepted = event.attempt
    if (event.type === 'completed') done = asArray(event.output.value)
    else if (elementsFlow && followed.hear(event)) {
      const all = asArray(unwrap(followed.json.value))
      done = followed.json.done ? all : all.slice(0, -1)
    }
    // of the same attempt the validated value differs from what was streamed only by what the schema transformed
    const isLast = event.type === 'completed'
    const known = isLast && givenOf === accepted ? given.length : unchanged(given, done, isLast)
    for (const element of done.slice(known)) {
      if (!isLast) given.push(JSON.stringify(element))
      givenOf = followed.attempt
      yield element as Element<T>
    }
  }
}

/** The JSON of one attempt at a time: where several run at once, of the one that was started last. */
class FollowedJson {
  json = new JsonStream()
  attempt = 0

  /** Whether the value changed. */
  hear(event: StreamEvent<unknown, unknown>): boolean {
    if (event.type === 'attempt-started') {
      this.json = new JsonStream()
      this.attempt = event.attempt
    }
    return event.type === 'text-delta' && event.attempt === this.attempt && this.json.push(event.delta)
  }
}

function unchanged(given: readonly string[], done: readonly unknown[], isLast: boolean): number {
  const same = done.slice(0, given.length).every((element, index) => JSON.stringify(element) === given[index])
  if (same && !(isLast && done.length < given.length)) return given.length
  throw new MelleaError(
    'An element that was already read belongs to an attempt that has been rejected since. Read `.partials` or `.events`, or await the call.',
    { code: 'text-withdrawn' },
  )
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function asIs(value: unknown): unknown {
  return value
}
