import type { ModelOutput } from '../core/model-output.ts'
import { ModelOutputThunk } from '../core/model-output-thunk.ts'
import type { PartialUpdate } from '../core/partial-update.ts'
import type { RunningCall } from '../core/running-call.ts'
import type { SamplingResult } from '../core/sampling.ts'
import type { DeepPartial } from '../core/schema.ts'
import type { StreamEvent } from '../core/stream-event.ts'

/**
 * The handle of a generative function: like `ModelOutputThunk`, one step unwrapped. Awaiting gives the value, `.output()` the output.
 *
 * @example
 * import { generative, startSession } from 'mellea'
 * const summarize = generative`Summarize ${'transcript'} in one sentence.`
 * const call = summarize(startSession(), { transcript: 'We agreed on Friday.' })
 * for await (const delta of call) process.stdout.write(delta)
 * console.log((await call.output()).usage)
 */
export class GenerativeCall<T> extends Promise<T> implements AsyncIterable<string>, AsyncDisposable {
  /** What `then` makes is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  readonly #call: RunningCall<T, never>
  // made when somebody looks through it: a second promise that nobody asked for would report a failure that is seen here
  #thunk: ModelOutputThunk<T, never> | undefined

  /** @internal */
  constructor(call: RunningCall<T, never>) {
    super((fulfil, reject) => {
      call
        .outcome()
        .then(({ settled }) => (settled.ok ? fulfil(settled.output.value) : reject(settled.error)), reject)
    })
    this.#call = call
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise; this only notes that somebody waits
  override then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#call.await()
    return super.then(onValue, onError)
  }

  /** Text deltas. Leaving the loop cancels the call if nobody else looks. */
  [Symbol.asyncIterator](): AsyncIterableIterator<string> {
    return this.#looked()[Symbol.asyncIterator]()
  }

  /** Everything as it happens, of rejected attempts too. */
  get events(): AsyncIterable<StreamEvent<T, never>> {
    return this.#looked().events
  }

  /** Snapshots of the value while it grows; the last one is validated. */
  get partials(): AsyncIterable<DeepPartial<T>> {
    return this.#looked().partials
  }

  /** The steps of `.partials`, each with what is still being written. */
  get updates(): AsyncIterable<PartialUpdate<T>> {
    return this.#looked().updates
  }

  /** The elements of an array, each once it is complete and valid. */
  get elements(): AsyncIterable<T extends readonly (infer E)[] ? E : never> {
    return this.#looked().elements
  }

  /** The finished output, with usage, attempts and validations. */
  output(): Promise<ModelOutput<T, never>> {
    return this.#looked().then((output) => output)
  }

  /** What came of it, success or not. */
  sampling(): Promise<SamplingResult<T, never>> {
    return this.#looked().sampling()
  }

  /** The value, or the best attempt's where none passed. */
  async orBest(): Promise<T> {
    return (await this.#looked().orBest()).value
  }

  /** Stops the call at the socket. Whoever waits gets `reason`. */
  abort(reason?: unknown): void {
    this.#call.abort(reason)
  }

  /** Leaving an `await using` block cancels what still runs. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#looked()[Symbol.asyncDispose]()
  }

  /** @throws TypeError always: a call is no value before it is awaited. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      'The call of a generative function was used as a value before it was computed: write `await` in front of it.',
    )
  }

  // whoever looks through the other handle sees the failure there
  #looked(): ModelOutputThunk<T, never> {
    super.then(undefined, () => {})
    this.#thunk ??= new ModelOutputThunk(this.#call)
    return this.#thunk
  }
}
