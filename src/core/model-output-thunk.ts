import { lazyIterator } from '../util/lazy-iterator.ts'
import type { CallShape } from './call-shape.ts'
import type { ModelOutput, ToolCall } from './model-output.ts'
import type * as Readers from './object-readers.ts'
import type { PartialUpdate } from './partial-update.ts'
import type { RunningCall } from './running-call.ts'
import type { SamplingResult } from './sampling.ts'
import type { DeepPartial } from './schema.ts'
import type { StreamEvent } from './stream-event.ts'

/**
 * A call on its way: await it for the finished output, iterate it for text, look inside it, cancel it.
 *
 * It is a real Promise that starts by itself, two microtasks after the call. Text comes out only once nothing can take it back; `.events` shows
 * everything at once, tagged by attempt. The last reader to leave cancels the call, down to the socket, unless somebody awaits it.
 *
 * @example
 * import { startSession } from 'mellea'
 * const call = startSession().instruct('Tell a story.')
 * for await (const delta of call) process.stdout.write(delta)
 * console.log((await call).usage)
 */
export class ModelOutputThunk<T = string, C = ToolCall>
  extends Promise<ModelOutput<T, C>>
  implements AsyncIterable<string>, AsyncDisposable
{
  /** What `then` makes is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  readonly #call: RunningCall<T, C>

  /** @internal */
  constructor(call: RunningCall<T, C>) {
    super((fulfil, reject) => {
      call
        .outcome()
        .then(({ settled }) => (settled.ok ? fulfil(settled.output) : reject(settled.error)), reject)
    })
    this.#call = call
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise; this only notes that somebody waits
  override then<A = ModelOutput<T, C>, B = never>(
    onOutput?: ((output: ModelOutput<T, C>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#call.await()
    return super.then(onOutput, onError)
  }

  /** Text deltas. Leaving the loop cancels the call if nobody else looks. */
  [Symbol.asyncIterator](): AsyncIterableIterator<string> {
    this.#observed()
    return this.#call.text()
  }

  /** Everything as it happens, of rejected attempts too: `attempt-rejected` says what to clear. */
  get events(): AsyncIterable<StreamEvent<T, C>> {
    this.#observed()
    return { [Symbol.asyncIterator]: () => this.#call.events() }
  }

  /**
   * Snapshots of the object while it grows; the last one is the validated value. Of a rejected attempt they start over.
   *
   * Texts appear as they grow, numbers and values of an enum when they are complete. Before the last one nothing is validated, and the
   * schema has transformed nothing: `.updates` says how far each part is. Of a large array or object not every delta gives a snapshot:
   * all of them together cost no more than reading the text.
   * One that is nested more than 512 levels deep cannot be looked into: the error's code is `'malformed-reply'`.
   */
  get partials(): AsyncIterable<DeepPartial<T>> {
    return this.#growing((read, shape) => read.partials(shape))
  }

  /**
   * The steps of `.partials`, each with the attempt it belongs to and what is still being written.
   *
   * @example
   * import { startSession } from 'mellea'
   * import { z } from 'zod'
   * const format = z.object({ title: z.string(), steps: z.array(z.string()) })
   * for await (const update of startSession().instruct('Invent a recipe.', { format }).updates) {
   *   if (update.stateOf('title') === 'closed') console.log(update.value.title) // all of it
   *   if (update.state === 'validated') console.log(update.value.steps.length)
   * }
   */
  get updates(): AsyncIterable<PartialUpdate<T>> {
    return this.#growing((read, shape) => read.updates(shape))
  }

  /**
   * The elements of an array: each once it is complete and its own schema accepts it, as that schema makes it; or, where more than
   * watchers and the schema can reject the attempt, once that is accepted.
   */
  get elements(): AsyncIterable<T extends readonly (infer E)[] ? E : never> {
    return this.#lazily(() => {
      const events = this.#call.events()
      return async () => (await import('./object-readers.ts')).elements(events, this.#call.shape)
    })
  }

  /** What came of it, success or not: unmet requirements are a value here. Rejects only when the call itself failed. */
  async sampling(): Promise<SamplingResult<T, C>> {
    this.#observed()
    this.#call.await()
    return (await this.#call.outcome()).sampling
  }

  /** The output, or the best attempt where none passed; rejects when no attempt could even be parsed. Commits nothing by itself. */
  async orBest(): Promise<ModelOutput<T, C>> {
    this.#observed()
    this.#call.await()
    const { settled, best } = await this.#call.outcome()
    if (settled.ok) return settled.output
    if (best) return best
    throw settled.error
  }

  /** Stops the call at the socket. Whoever waits gets `reason`. Nothing happens once it is done. */
  abort(reason?: unknown): void {
    this.#call.abort(reason)
  }

  /** Leaving an `await using` block cancels what still runs. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#observed()
    this.abort()
    return Promise.resolve()
  }

  /** @throws TypeError always: a call is no text before it is awaited. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      'A ModelOutputThunk was used as text before it was computed: write `await` in front of the call.',
    )
  }

  #growing<E>(
    start: (read: typeof Readers, shape: CallShape) => (event: StreamEvent<T, C>) => E | undefined,
  ): AsyncIterable<E> {
    return this.#lazily(() => {
      let make: ReturnType<typeof start> | undefined
      const values = this.#call.events((event) => make?.(event))
      return async () => {
        make = start(await import('./object-readers.ts'), this.#call.shape)
        return values
      }
    })
  }

  // the code is loaded when somebody looks: most programs never do. The reader counts from the beginning
  #lazily<E>(begin: () => () => Promise<AsyncIterator<E>>): AsyncIterable<E> {
    this.#observed()
    return { [Symbol.asyncIterator]: () => lazyIterator(begin()) }
  }

  // an observer that is no promise reaction: the runtime must not report what it sees as unhandled
  #observed(): void {
    super.then(undefined, () => {})
  }
}
