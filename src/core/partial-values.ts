import { JsonStream } from '../util/json-stream.ts'
import { MelleaError } from './errors.ts'
import type { CallShape } from './running-call.ts'
import type { DeepPartial } from './schema.ts'
import type { StreamEvent } from './stream-event.ts'

type Element<T> = T extends readonly (infer E)[] ? E : never

/** Follows the attempt that is being written, and ends with the validated value. */
export async function* partialsOf<T, C>(
  events: AsyncIterable<StreamEvent<T, C>>,
  { unwrap = asIs }: CallShape,
): AsyncGenerator<DeepPartial<T>, void, undefined> {
  let json = new JsonStream()
  for await (const event of events) {
    if (event.type === 'attempt-started') json = new JsonStream()
    else if (event.type === 'completed') yield event.output.value as DeepPartial<T>
    else if (event.type === 'text-delta' && json.push(event.delta)) {
      const value = unwrap(json.value)
      if (value !== undefined) yield value as DeepPartial<T>
    }
  }
}

/** Elements as they are completed; an element that was given is never given differently. */
export async function* elementsOf<T, C>(
  events: AsyncIterable<StreamEvent<T, C>>,
  { unwrap = asIs, elementsFlow = false }: CallShape,
): AsyncGenerator<Element<T>, void, undefined> {
  let json = new JsonStream()
  const given: string[] = []
  for await (const event of events) {
    let done: readonly unknown[] = []
    if (event.type === 'attempt-started') json = new JsonStream()
    else if (event.type === 'completed') done = asArray(event.output.value)
    else if (event.type === 'text-delta' && elementsFlow) {
      json.push(event.delta)
      const all = asArray(unwrap(json.value))
      done = json.done ? all : all.slice(0, -1)
    }
    // the validated value may differ from what was streamed only by what the schema transformed
    const known = event.type === 'completed' ? given.length : unchanged(given, done)
    for (const element of done.slice(known)) {
      given.push(JSON.stringify(element))
      yield element as Element<T>
    }
  }
}

function unchanged(given: readonly string[], done: readonly unknown[]): number {
  const same = done.slice(0, given.length).every((element, index) => JSON.stringify(element) === given[index])
  if (same) return given.length
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
