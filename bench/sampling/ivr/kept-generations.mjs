import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/**
 * A backend that generates every request once and keeps what came, piece by piece: strategies that send the same request with the same
 * seed get the same answer, and each is charged for it in full. A request that is stopped is charged up to the piece at which it was.
 */
export class KeptGenerations {
  spec = 'mellea-backend/1'
  limits = { concurrency: 1 }
  /** What was charged since the last `take()`, a generation each. */
  charged = []
  /** Answer as slowly as the model did: where a draft runs while the one before is checked, it tells how far it came. */
  paced = false
  #inner
  #file
  #kept = new Map()

  constructor(inner, { file, name }) {
    this.#inner = inner
    this.#file = file
    this.provider = inner.provider
    this.modelId = name
    this.optionTable = inner.optionTable
    for (const { key, ...kept } of readRows(file)) this.#kept.set(key, kept)
  }

  capabilities() {
    return this.#inner.capabilities()
  }

  take() {
    const charged = this.charged
    this.charged = []
    return charged
  }

  async *generate(request) {
    const key = this.#keyOf(request)
    const kept = this.#kept.get(key)
    if (kept) yield* this.#again(kept, request)
    else yield* this.#anew(key, request)
  }

  async *#anew(key, request) {
    const pieces = []
    for await (const event of this.#inner.generate(request)) {
      if (event.type === 'text') pieces.push(event.text)
      if (event.type === 'finish') {
        const { prefillMs, decodeMs } = event.raw
        const { inputTokens, outputTokens, cachedInputTokens = 0 } = event.usage
        const whole = {
          model: this.modelId,
          pieces,
          reason: event.reason,
          inputTokens,
          outputTokens,
          cachedInputTokens,
          prefillMs,
          decodeMs,
        }
        if (event.reason !== 'aborted') this.#keep(key, whole)
        this.#charge(whole)
      }
      yield event
    }
  }

  async *#again(kept, { signal, prefill }) {
    const { pieces, inputTokens, outputTokens, decodeMs, reason } = kept
    const stopped = (read, share) => {
      const usage = {
        inputTokens: Math.ceil(inputTokens * read),
        outputTokens: Math.ceil(outputTokens * share),
      }
      this.#charge({ ...kept, ...usage, prefillMs: kept.prefillMs * read, decodeMs: decodeMs * share })
      return { type: 'finish', reason: 'aborted', usage }
    }
    yield { type: 'start', receipt: { schema: 'none', prefilled: prefill !== undefined }, warnings: [] }
    const read = await this.#wait(kept.prefillMs, signal)
    if (signal.aborted) return yield stopped(read, 0)
    for (const [index, text] of pieces.entries()) {
      const part = await this.#wait(decodeMs / pieces.length, signal)
      if (signal.aborted) return yield stopped(1, (index + part) / pieces.length)
      yield { type: 'text', text }
      if (signal.aborted) return yield stopped(1, (index + 1) / pieces.length)
    }
    this.#charge(kept)
    yield { type: 'finish', reason, usage: { inputTokens, outputTokens } }
  }

  /** As long as it took when it was generated, where that matters: how much of it had passed when it was stopped. */
  async #wait(ms, signal) {
    if (!this.paced) return 1
    const began = performance.now()
    await setTimeout(ms, undefined, { signal }).catch(() => {})
    return signal.aborted ? Math.min(1, (performance.now() - began) / ms) : 1
  }

  #charge({ model, inputTokens, outputTokens, prefillMs, decodeMs }) {
    this.charged.push({ model, inputTokens, outputTokens, ms: Math.round(prefillMs + decodeMs) })
  }

  #keep(key, kept) {
    this.#kept.set(key, kept)
    appendFileSync(this.#file, `${JSON.stringify({ key, ...kept })}\n`)
  }

  #keyOf({ messages, options, schema, prefill }) {
    const what = [this.modelId, messages, Object.entries(options).toSorted(), schema, prefill?.text]
    return createHash('sha256').update(JSON.stringify(what)).digest('base64url')
  }
}

/** Rows of JSON, one a line; a last line that was cut off is left out. */
export function readRows(file) {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)]
      } catch {
        return []
      }
    })
}
