import { mergedTimeout } from '../call/call-settings.ts'
import type { Backend, PrepareRequest } from '../core/backend.ts'
import { systemClock, type Clock } from '../core/clock.ts'
import type { Component, ComponentPart } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { Embedded, EmbeddingOutput } from '../core/embedding.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { LedgerTotals } from '../core/ledger.ts'
import type { WireMessage } from '../core/message.ts'
import { ModelOutputThunk } from '../core/model-output-thunk.ts'
import { toPrices } from '../core/price.ts'
import type { RequirementLike } from '../core/requirement.ts'
import type { RunningCall } from '../core/running-call.ts'
import type { Formatted, Schema } from '../core/schema.ts'
import type { AnyTool, CallsOf } from '../core/tool.ts'
import { Instruction } from '../components/instruction.ts'
import { Message } from '../components/message.ts'
import type {
  ActOptions,
  ChatOptions,
  CheckedCallOptions,
  EmbedOptions,
  InstructOptions,
  ValidateOptions,
} from './call-options.ts'
import { Conversation } from './conversation.ts'
import { runWithSession } from './current-session.ts'
import { formattedCall, shapeOf } from './formatted-call.ts'
import type { MapOptions } from './map-items.ts'
import { prepareCall, type SessionSide } from './prepare-call.ts'
import type { MelleaSessionOptions, SessionDefaults } from './session-options.ts'
import { startCall, type Preparation } from './start-call.ts'
import { startContext } from './start-context.ts'
import type { ValidationReport } from './validation-report.ts'

/** What a view of a session has in common with it. */
interface View {
  readonly conversation: Conversation
  readonly optionLayers: OptionLayers
}

/**
 * A model to talk to, a conversation, and defaults: what most programs hold in one variable called `m`.
 *
 * Every verb returns a handle at once and never throws; whatever is wrong rejects it.
 *
 * @example
 * import { MelleaSession, OllamaModelBackend, ChatContext } from 'mellea'
 * const m = new MelleaSession({ backend: new OllamaModelBackend({ modelId: 'phi4-mini' }), ctx: new ChatContext() })
 * const { value } = await m.chat('What is the capital of France?')
 */
export class MelleaSession<N extends object = Record<string, unknown>> implements AsyncDisposable {
  readonly id: string = crypto.randomUUID()
  readonly backend: Backend
  readonly #defaults: SessionDefaults<object>
  readonly #clock: Clock
  readonly #random: () => number
  readonly #ownsBackend: boolean
  readonly #view: View
  #lastPrompt: readonly WireMessage[] | undefined

  /** @throws OptionError when `ctx` and `contextType` are both given, or `backend` is missing, and for a price that is no number from 0 up. */
  constructor(options: MelleaSessionOptions<N>, view?: View) {
    const {
      backend,
      ctx,
      contextType,
      clock = systemClock,
      random = Math.random,
      ownsBackend = false,
      modelOptions,
      ...defaults
    } = options
    toPrices(defaults.prices)
    this.backend = backend
    this.#ownsBackend = ownsBackend
    this.#defaults = defaults
    this.#clock = clock
    this.#random = random
    this.#view = view ?? {
      conversation: new Conversation(startContext({ backend, ctx, contextType })),
      optionLayers: [modelOptions],
    }
  }

  /** The conversation so far: the turns that were committed. */
  get ctx(): Context {
    return this.#view.conversation.context
  }

  /** Everything that the session has spent. */
  get ledger(): LedgerTotals {
    return this.#view.conversation.ledger.totals()
  }

  /** The messages of the last finished call, as they were sent. */
  get lastPrompt(): readonly WireMessage[] | undefined {
    return this.#lastPrompt
  }

  /** Asks for something, with requirements, examples, context, variables; checked and repaired. */
  instruct<S extends Schema | undefined = undefined, U extends AnyTool = never>(
    description: ComponentPart,
    options: InstructOptions<N, S, U> = {},
  ): ModelOutputThunk<Formatted<S>, CallsOf<U>> {
    return this.#start(() => new Instruction(description, options), options)
  }

  /** Says something as it is. */
  chat<S extends Schema | undefined = undefined, U extends AnyTool = never>(
    content: ComponentPart,
    options: ChatOptions<N, S, U> = {},
  ): ModelOutputThunk<Formatted<S>, CallsOf<U>> {
    return this.#start(() => new Message(options.role ?? 'user', content, options), options)
  }

  /** Asks what a component asks, and reads the answer as it does. */
  act<T, U extends AnyTool = never>(
    action: Component<T>,
    options: ActOptions<N, T, U> = {},
  ): ModelOutputThunk<T, CallsOf<U>> {
    return this.#start(() => action, options)
  }

  /** Checks a text (or the last output) against requirements. Nothing is committed. */
  async validate<T = string>(
    requirements: RequirementLike<T> | readonly RequirementLike<T>[],
    options: ValidateOptions<N> = {},
  ): Promise<ValidationReport> {
    const { conversation } = this.#view
    // before anything is awaited: a later call may commit meanwhile
    const { lastOutput } = conversation.context
    const { validateOutput } = await import('./validate-output.ts')
    return validateOutput(this.#side(), { conversation, lastOutput }, requirements, options)
  }

  /**
   * Turns a text into a vector, or a list of texts into a list of vectors in their order. Large lists go in batches, some at a time.
   * Nothing is committed; middleware stands around generations only.
   *
   * @example
   * import { startSession } from 'mellea'
   * const m = startSession()
   * const { value } = await m.embed(['a cat', 'a kitten'], { modelId: 'embeddinggemma' })
   * console.log(value.length, value[0]?.length)
   * @throws OptionError for an empty list or text, MelleaError `unsupported` for a backend or a model that makes no vectors.
   */
  async embed<const I extends string | readonly string[]>(
    input: I,
    options: EmbedOptions = {},
  ): Promise<EmbeddingOutput<Embedded<I>>> {
    // copied while it is still what the caller meant
    const texts: I | readonly string[] = Array.isArray(input) ? input.slice() : input
    const { embedTexts } = await import('./embed-texts.ts')
    return embedTexts<Embedded<I>>(this.#side(), this.#view.conversation, texts, options)
  }

  /** The same conversation under other options: context, queue and ledger are shared. */
  with(options: SessionDefaults<N>): this {
    const { modelOptions, ...defaults } = options
    const given = Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined))
    const timeout = mergedTimeout(this.#defaults.timeout, options.timeout)
    const { conversation, optionLayers } = this.#view
    const judge = { ...this.#defaults.judge, ...options.judge }
    return this.#derived(
      { ...this.#defaults, ...given, timeout, judge },
      { conversation, optionLayers: [...optionLayers, modelOptions] },
    )
  }

  /** A branch: begins with the last committed turn, and goes its own way, with a queue and a ledger of its own. */
  clone(): this {
    return this.#derived(this.#defaults, { ...this.#view, conversation: new Conversation(this.ctx) })
  }

  /**
   * Runs `work` over all items, a few at a time; results in the order of the items. The first failure stops the rest and rejects.
   *
   * @example
   * import { startSession } from 'mellea'
   * const m = startSession()
   * const summaries = await m.map(['one text', 'another'], (text) => m.instruct('Summarise: {{text}}', { userVariables: { text } }))
   * @throws OptionError for a concurrency that is no whole number above 0.
   */
  async map<I, R>(
    items: Iterable<I>,
    work: (item: I, index: number, signal: AbortSignal) => R | PromiseLike<R>,
    options: MapOptions = {},
  ): Promise<R[]> {
    // taken while they are still what the caller meant
    const all = [...items]
    const { mapItems } = await import('./map-items.ts')
    return mapItems(all, work, options)
  }

  /** Empties the conversation. Calls that already run do not commit. */
  reset(): void {
    this.#view.conversation.reset()
  }

  /** Makes sure now, not at the first call, that the model can be used: connects, pulls or loads it if that was asked for. */
  async ready(options: Partial<PrepareRequest> = {}): Promise<void> {
    const { signal = new AbortController().signal } = options
    await this.backend.prepare?.({ ...options, signal })
  }

  /** Runs `fn` with this session as the one that `getSession()` gives. */
  run<R>(fn: () => R): R {
    // which native options it takes does not matter to who asks for the current session
    return runWithSession(this as unknown as MelleaSession, fn)
  }

  /** Ends all running calls with `session-closed`, and closes the backend if the session made it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#view.conversation.close()
    if (this.#ownsBackend) await this.backend[Symbol.asyncDispose]?.()
  }

  /** @internal what a generative function does with a session */
  '~start'<T>(
    prepare: (side: SessionSide) => Preparation<T>,
    signal: AbortSignal | undefined,
  ): RunningCall<T, never> {
    return startCall<T>({
      conversation: this.#view.conversation,
      signal,
      prepare: () => prepare(this.#side()),
      onPrompt: (prompt) => (this.#lastPrompt = prompt),
    })
  }

  #start<T>(
    makeAction: () => Component<unknown>,
    options: CheckedCallOptions<N, T> & { readonly format?: Schema | undefined },
  ): ModelOutputThunk<T, never> {
    const call = this['~start']<T>((side) => {
      const { action, wire } = formattedCall<T>(makeAction(), options.format)
      const prepared = prepareCall(side, action, options)
      return { call: prepared, shape: shapeOf(options.format, wire, prepared) }
    }, options.signal)
    return new ModelOutputThunk(call)
  }

  #side(): SessionSide {
    const { optionLayers } = this.#view
    return {
      backend: this.backend,
      defaults: this.#defaults,
      optionLayers,
      clock: this.#clock,
      random: this.#random,
    }
  }

  #derived(defaults: SessionDefaults<object>, view: View): this {
    const options = { ...defaults, backend: this.backend, clock: this.#clock, random: this.#random }
    // a subclass keeps its class: its constructor must take what ours takes
    return Reflect.construct(this.constructor, [options, view])
  }
}
