import { EngineAnswer, type EngineAnswerOptions } from './engine-answer.ts'
import { contextOverflow } from './engine-failure.ts'
import type { EngineEvent, EngineJob } from './engine-job.ts'
import type { OpenModel } from './open-model.ts'
import { PiecePace } from './piece-pace.ts'
import { SlotPool } from './sequence-slot.ts'

export interface LocalEngineOptions extends Omit<EngineAnswerOptions, 'pace'> {
  /** How many answers are generated at once; the others wait in line. */
  readonly concurrency: number
}

/** One loaded model and the line of those who want it to speak. */
export class LocalEngine {
  readonly #open: OpenModel
  readonly #options: LocalEngineOptions
  readonly #pool: SlotPool
  readonly #pace = new PiecePace()

  constructor(open: OpenModel, options: LocalEngineOptions) {
    this.#open = open
    this.#options = options
    this.#pool = new SlotPool(open.context, options.concurrency)
  }

  /** What a prompt and its answer have to fit in, in tokens. */
  get contextSize(): number {
    return this.#open.context.contextSize
  }

  /** How many tokens an answer to a prompt of `tokens` may have. */
  roomAfter(tokens: number): number {
    // the engine keeps one place free
    return this.contextSize - 1 - tokens
  }

  /** Throws for a prompt that leaves no room to answer. */
  checkFits(tokens: number): void {
    if (this.roomAfter(tokens) < 1)
      throw contextOverflow(tokens, this.contextSize, this.#open.model.trainContextSize)
  }

  /** Generates one answer; an abort ends it within one piece of the prompt or one token. */
  async *run(job: EngineJob): AsyncGenerator<EngineEvent, void, undefined> {
    const lease = await this.#pool.acquire(
      { tokens: job.tokens, affinity: job.affinity, exact: job.sampling.repeatable },
      job.signal,
    )
    const answer = new EngineAnswer(this.#open, lease.slot, job, { ...this.#options, pace: this.#pace })
    try {
      yield* answer.events()
    } finally {
      lease.release()
    }
  }

  async close(): Promise<void> {
    await this.#open.close()
  }
}
