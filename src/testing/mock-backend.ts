import type { Backend, BackendEvent, Capabilities, GenerateRequest } from '../core/backend.ts'
import type { EmbedReply, EmbedRequest, Vector } from '../core/embedding.ts'
import { MelleaError } from '../core/errors.ts'
import type { Prices } from '../core/price.ts'
import { textOf } from '../core/message.ts'
import { ScriptedCalls } from './scripted-calls.ts'
import { wordVector } from './word-vector.ts'

/** What a scripted function sees of the call it answers. */
export interface MockCall {
  /** Everything that was sent, as one text. */
  readonly prompt: string
  /** How many calls the backend has had, this one included. */
  readonly call: number
  readonly request: GenerateRequest
  readonly modelOptions: { readonly [name: string]: unknown }
}

/** One answer: text, an object (sent as JSON), `calls()` of tools, an error to throw, or a function that makes one of these. */
export type MockAnswer =
  | string
  | object
  | Error
  | ((call: MockCall) => string | object | Promise<string | object>)

/** How the mock speaks, and what it says it can do. */
export interface MockBackendOptions {
  readonly modelId?: string | undefined
  /** Letters in one piece of text. @default 8 */
  readonly chunkSize?: number | undefined
  /** With `candidates` several answers of the script are given to one request. @default everything, log-probabilities, candidates and adapters aside */
  readonly capabilities?: Partial<Capabilities> | undefined
  readonly concurrency?: number | undefined
  /** What a million tokens cost, for sessions that do not say. @default unknown */
  readonly prices?: Prices | undefined
  /** The vector of a text; may throw. @default made of its words: texts that share some are near each other */
  readonly vector?: ((text: string, request: EmbedRequest) => Vector | Promise<Vector>) | undefined
  /** Awaited before every piece: for tests that stop a call in the middle. */
  readonly beforeChunk?: ((chunk: string, request: GenerateRequest) => void | Promise<void>) | undefined
}

/**
 * Answers from a script, in order, and remembers what it was asked. No network, no model, no time.
 *
 * @example
 * import { MelleaSession, req } from 'mellea'
 * import { MockBackend } from 'mellea/testing'
 * const backend = new MockBackend(['WRONG', 'right'])
 * const m = new MelleaSession({ backend })
 * const out = await m.instruct('Say it in lower case.', { requirements: [req('lower case', (s) => s === s.toLowerCase())] })
 * console.assert(out.value === 'right' && backend.calls.length === 2)
 */
export class MockBackend implements Backend<{ readonly [name: string]: unknown }> {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'mock'
  readonly modelId: string
  readonly limits: { readonly concurrency?: number }
  readonly prices: Prices | undefined
  declare readonly '~native'?: { readonly [name: string]: unknown }
  readonly #script: readonly MockAnswer[]
  readonly #options: MockBackendOptions
  readonly #calls: MockCall[] = []
  readonly #embeds: EmbedRequest[] = []
  #answers = 0

  constructor(script: readonly MockAnswer[] = [], options: MockBackendOptions = {}) {
    this.modelId = options.modelId ?? 'mock'
    this.prices = options.prices
    this.limits = options.concurrency === undefined ? {} : { concurrency: options.concurrency }
    this.#script = script
    this.#options = options
  }

  /** What it was asked, in order. */
  get calls(): readonly MockCall[] {
    return this.#calls
  }

  /** What it was asked for vectors, batch by batch. */
  get embeds(): readonly EmbedRequest[] {
    return this.#embeds
  }

  capabilities(): Capabilities {
    const all = {
      schema: true,
      tools: true,
      thinking: true,
      schemaWithThinking: true,
      logprobs: false,
      images: true,
      prefill: true,
      candidates: false,
    }
    return { ...all, adapters: [], ...this.#options.capabilities }
  }

  /** @throws MelleaError `budget-exhausted` when the script has no answer left, and the script's own errors. */
  async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
    const { candidates = 1 } = request
    if (candidates > 1 && this.capabilities().candidates) yield* this.#several(request, candidates)
    else yield* this.#one(request)
  }

  /** Each answer is one of the script; they come piece by piece beside each other, and the first one's end, with the usage of all, is the last. */
  async *#several(request: GenerateRequest, count: number): AsyncGenerator<BackendEvent, void, undefined> {
    let running = Array.from({ length: count }, (_, candidate) => ({
      candidate,
      events: this.#one(request, candidate === 0),
    }))
    const ends: Extract<BackendEvent, { readonly type: 'finish' }>[] = []
    while (running.length > 0) {
      const heard = await Promise.all(running.map(async (one) => ({ ...one, step: await one.events.next() })))
      for (const { candidate, step } of heard) {
        if (step.done || (step.value.type === 'start' && candidate > 0)) continue
        if (step.value.type === 'finish') ends[candidate] = { ...step.value, candidate }
        else yield candidate > 0 ? { ...step.value, candidate } : step.value
      }
      running = heard.filter(({ step }) => !step.done)
    }
    const outputTokens = ends.reduce((sum, end) => sum + (end.usage?.outputTokens ?? 0), 0)
    for (const { candidate = 0, usage: spent, ...end } of ends.toReversed())
      if (candidate > 0) yield { ...end, candidate }
      else yield { ...end, usage: { inputTokens: spent?.inputTokens ?? 0, outputTokens } }
  }

  async *#one(request: GenerateRequest, isCall = true): AsyncGenerator<BackendEvent, void, undefined> {
    const answer = await this.#answer(request, isCall)
    if (answer instanceof Error) throw answer
    const called = answer instanceof ScriptedCalls ? answer : undefined
    const text = answer instanceof ScriptedCalls ? answer.text : answer
    yield {
      type: 'start',
      modelId: this.modelId,
      receipt: { schema: request.schema ? 'requested' : 'none' },
      warnings: [],
    }
    let said = ''
    for (const chunk of request.transport === 'unary' ? [text] : pieces(text, this.#options.chunkSize ?? 8)) {
      await this.#options.beforeChunk?.(chunk, request)
      if (request.signal.aborted) {
        yield { type: 'finish', reason: 'aborted', usage: usage(request, said) }
        return
      }
      said += chunk
      yield { type: 'text', text: chunk }
    }
    if (called) yield* called.events(this.#answers)
    const most = request.options['maxNewTokens']
    const cut = typeof most === 'number' && usage(request, said).outputTokens >= most
    yield {
      type: 'finish',
      reason: cut ? 'length' : called ? 'tool-calls' : 'stop',
      usage: usage(request, said),
    }
  }

  async embed(request: EmbedRequest): Promise<EmbedReply> {
    request.signal.throwIfAborted()
    this.#embeds.push(request)
    const { vector = (text: string) => wordVector(text, request.dimensions) } = this.#options
    const vectors = await Promise.all(request.texts.map(async (text) => vector(text, request)))
    request.signal.throwIfAborted()
    const inputTokens = request.texts.reduce((sum, text) => sum + words(text).length, 0)
    return { vectors, usage: { inputTokens, outputTokens: 0 } }
  }

  async #answer(request: GenerateRequest, isCall: boolean): Promise<string | ScriptedCalls | Error> {
    const prompt = promptOf(request)
    const number = this.#calls.length + (isCall ? 1 : 0)
    const call = { prompt, call: number, request, modelOptions: request.options }
    const answer = this.#script[this.#answers++]
    if (isCall) this.#calls.push(call)
    if (answer === undefined) return noAnswer(call.call, prompt)
    if (answer instanceof Error) return answer
    const given = typeof answer === 'function' ? await answer(call) : answer
    if (given instanceof Error || given instanceof ScriptedCalls) return given
    const text = typeof given === 'string' ? given : JSON.stringify(given)
    const most = request.options['maxNewTokens']
    return typeof most === 'number' ? words(text).slice(0, most).join('') : text
  }
}

function promptOf({ messages }: GenerateRequest): string {
  return messages.map((message) => textOf(message)).join('\n')
}

function noAnswer(call: number, prompt: string): MelleaError {
  return new MelleaError(
    `The script of MockBackend has no answer for call ${call}. It was asked: ${prompt.slice(0, 400)}`,
    { code: 'budget-exhausted', raw: prompt },
  )
}

/** A word, with the white space after it, counts as one token. */
function words(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? []
}

function usage(request: GenerateRequest, said: string): { inputTokens: number; outputTokens: number } {
  return { inputTokens: words(promptOf(request)).length, outputTokens: words(said).length }
}

function* pieces(text: string, size: number): Generator<string> {
  const letters = Array.from(text)
  for (let at = 0; at < letters.length; at += size) yield letters.slice(at, at + size).join('')
}
