import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { TokenLogprob, Warning } from '../../core/backend.ts'
import { engineFailure } from './engine-failure.ts'
import type { EngineEvent, EngineJob, EngineReport } from './engine-job.ts'
import { evaluateOptions } from './evaluate-options.ts'
import type { OpenModel } from './open-model.ts'
import type { PiecePace } from './piece-pace.ts'
import { prefill } from './prefill.ts'
import { keepPrefix, type SequenceSlot } from './sequence-slot.ts'
import { StopText } from './stop-text.ts'
import { TokenText } from './token-text.ts'

export interface EngineAnswerOptions {
  readonly pace: PiecePace
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /** Told after every piece of a prompt how many of its tokens are in. */
  readonly onPiece?: ((done: number) => void) | undefined
}

interface Sampled {
  readonly token: Token
  readonly confidence?: number
  readonly probabilities?: ReadonlyMap<Token, number>
}

/** One job on its sequence. */
export class EngineAnswer {
  readonly #open: OpenModel
  readonly #slot: SequenceSlot
  readonly #job: EngineJob
  readonly #options: EngineAnswerOptions
  readonly #said: Token[] = []
  readonly #stop: StopText
  readonly #most: number
  #text = ''
  #read = 0
  #kept = 0
  #prefillMs = 0
  #began = 0

  constructor(open: OpenModel, slot: SequenceSlot, job: EngineJob, options: EngineAnswerOptions) {
    this.#open = open
    this.#slot = slot
    this.#job = job
    this.#options = options
    this.#stop = new StopText(job.stops)
    this.#most = Math.min(job.maxNewTokens, open.context.contextSize - 1 - job.tokens.length)
  }

  async *events(): AsyncGenerator<EngineEvent, void, undefined> {
    const { signal } = this.#job
    const { now } = this.#options
    this.#began = now()
    try {
      await this.#prefill()
      this.#prefillMs = now() - this.#began
      yield* this.#decode()
    } catch (error) {
      if (!signal.aborted) {
        await this.#forget()
        throw engineFailure('The engine failed', error, this.#text)
      }
      yield this.#finish('aborted')
    }
  }

  async #prefill(): Promise<void> {
    const { tokens, affinity, sampling, signal } = this.#job
    const { now, pace, onPiece } = this.#options
    const { sequence } = this.#slot
    signal.throwIfAborted()
    this.#kept = await keepPrefix(this.#slot, { tokens, affinity, exact: sampling.repeatable }, pace.size)
    this.#read = this.#kept
    const wasClean = this.#slot.clean === this.#kept
    await prefill(tokens.slice(0, -1), this.#kept, {
      evaluate: (piece) => sequence.evaluateWithoutGeneratingNewTokens(toTokens(piece)),
      pace,
      signal,
      now,
      onPiece: (done) => {
        this.#read = done
        if (wasClean) this.#slot.clean = done
        onPiece?.(done)
      },
    })
    if (sequence.needsCheckpoints) await sequence.takeCheckpoint()
  }

  async *#decode(): AsyncGenerator<EngineEvent, void, undefined> {
    const { signal, tokens, logprobs } = this.#job
    const text = new TokenText((some, before) =>
      this.#open.model.detokenize(toTokens(some), false, toTokens(before)),
    )
    for await (const { token, confidence, probabilities } of await this.#tokens(this.#slot.sequence)) {
      this.#read = tokens.length
      signal.throwIfAborted()
      this.#said.push(token)
      if (logprobs) yield { type: 'logprobs', tokens: [this.#logprobs(token, confidence, probabilities)] }
      yield* this.#show(this.#stop.push(text.push(token)))
      signal.throwIfAborted()
      if (this.#stop.stopped !== undefined || this.#said.length >= this.#most) break
    }
    this.#read = tokens.length
    yield* this.#rest(text)
    yield this.#finish(this.#ending())
  }

  #ending(): string {
    if (this.#stop.stopped !== undefined) return 'stop-sequence'
    if (this.#said.length < this.#most) return 'end-of-turn'
    return this.#most < this.#job.maxNewTokens ? 'context-full' : 'limit'
  }

  async #tokens(sequence: LlamaContextSequence): Promise<AsyncIterable<Sampled>> {
    const { tokens, sampling, grammar, logprobs, topLogprobs } = this.#job
    const options = await evaluateOptions(this.#open, sampling, { grammar, said: this.#said })
    const last = toTokens(tokens.slice(-1))
    if (topLogprobs > 0)
      return sequence.evaluateWithMetadata(last, { confidence: true, probabilities: true }, options)
    return logprobs
      ? sequence.evaluateWithMetadata(last, { confidence: true }, options)
      : sequence.evaluateWithMetadata(last, {}, options)
  }

  *#rest(text: TokenText): Generator<EngineEvent, void, undefined> {
    yield* this.#show(this.#stop.push(text.end()) + this.#stop.end())
  }

  *#show(text: string): Generator<EngineEvent, void, undefined> {
    if (text === '') return
    this.#text += text
    yield { type: 'text', text }
  }

  #logprobs(token: Token, confidence = 0, probabilities: Sampled['probabilities'] = new Map()): TokenLogprob {
    const top: TokenLogprob[] = []
    // the likeliest come first
    for (const [each, probability] of probabilities) {
      if (top.length >= this.#job.topLogprobs) break
      top.push(this.#logprob(each, probability))
    }
    return { ...this.#logprob(token, confidence), ...(top.length > 0 && { top }) }
  }

  #logprob(token: Token, confidence: number): TokenLogprob {
    const text = this.#open.model.detokenize([token], true)
    return { token: text, logprob: Math.log(confidence), id: token }
  }

  #finish(ended: string): EngineEvent {
    const usage = {
      inputTokens: this.#read,
      outputTokens: this.#said.length,
      ...(this.#kept > 0 && { cachedInputTokens: this.#kept }),
    }
    const raw: EngineReport = {
      ended,
      maxNewTokens: this.#most,
      prefillMs: this.#prefillMs,
      decodeMs: Math.max(0, this.#options.now() - this.#began - this.#prefillMs),
    }
    const reason = reasons[ended] ?? 'stop'
    const warnings = reason === 'length' && !this.#job.limitIsAsked ? [cutUnasked(this.#most)] : undefined
    return { type: 'finish', reason, usage, ...(warnings && { warnings }), raw }
  }

  /** What a sequence holds after a failure is not known. */
  async #forget(): Promise<void> {
    this.#slot.clean = 0
    await this.#slot.sequence.clearHistory().catch(() => {})
  }
}

const reasons: { readonly [ended: string]: 'length' | 'aborted' | undefined } = {
  limit: 'length',
  'context-full': 'length',
  aborted: 'aborted',
}

/** Every answer ends somewhere; one that nobody limited should not end there unnoticed. */
function cutUnasked(most: number): Warning {
  const message = `The answer was cut after ${most} tokens, as nothing else was asked for: pass \`maxNewTokens\`, or a larger \`contextSize\` to the backend.`
  return { code: 'default-limit', option: 'maxNewTokens', message }
}

/** The engine marks its tokens in the type only. */
function toTokens(tokens: readonly number[]): Token[] {
  return tokens as Token[]
}
