import type { BackendEvent, GenerateRequest, Warning } from '../../core/backend.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import type { Sent } from '../../http/sent.ts'
import { failureInStream } from '../../http/status-error.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import type { ReplyStart } from './encoded-request.ts'
import type { ReplyReader } from './exchange.ts'
import { candidateReader, type CandidateReader, type OpenAIChoice } from './openai-candidate.ts'
import { openaiUsage } from './openai-usage.ts'
import { parseFrame } from './parse-frame.ts'
import { RepeatedFrame } from './repeated-frame.ts'
import { countCalls, usageSoFar } from './usage-so-far.ts'

/** The part of a reply, or of a piece of one, that is read. */
interface OpenAIChunk {
  readonly id?: string
  readonly model?: string
  readonly choices?: readonly OpenAIChoice[] | null
  readonly usage?: unknown
  readonly error?: unknown
}

/** Reads the replies of `/chat/completions`: server-sent pieces, or one for all. Each answer has its `finish`, the first one's is the last. */
export class OpenAIChatReader implements ReplyReader {
  readonly #request: GenerateRequest
  readonly #start: () => ReplyStart
  readonly #candidates = new Map<number, CandidateReader>()
  #started = false
  #done = false
  #usage: ReportedUsage | undefined
  #latest: OpenAIChunk = {}
  // OpenAI pads its frames so that their lengths tell nothing
  readonly #repeated = new RepeatedFrame('content', ['obfuscation'])

  constructor(request: GenerateRequest, start: () => ReplyStart) {
    this.#request = request
    this.#start = start
  }

  get text(): string {
    return this.#candidates.get(0)?.text() ?? ''
  }

  get complete(): boolean {
    return this.#done
  }

  accept(frame: string, sent: Sent): readonly BackendEvent[] {
    if (frame.trim() === '[DONE]') {
      this.#done = true
      return []
    }
    const repeated = this.#repeated.read(frame)
    if (repeated !== undefined) return this.#candidate().say(repeated)
    const chunk: OpenAIChunk = parseFrame(frame, sent, this.text)
    if (chunk.error || isBareFailure(chunk)) throw failureInStream(chunk, sent, this.text)
    this.#latest = chunk
    this.#usage = openaiUsage(chunk.usage) ?? this.#usage
    const events = this.#begin(chunk)
    for (const choice of chunk.choices ?? [])
      for (const event of this.#candidate(choice.index).accept(choice))
        events.push(placed(event, choice.index))
    const [only, ...others] = events
    if (only?.type === 'text' && !only.candidate && others.length === 0)
      this.#repeated.learn(frame, only.text)
    return events
  }

  finish(sent: Sent): readonly BackendEvent[] {
    if (this.#candidates.size === 0 && (this.#done || this.#started))
      throw malformedReply('the reply holds no answer', sent, { raw: JSON.stringify(this.#latest), text: '' })
    const all = [...this.#candidates].toSorted(([a], [b]) => b - a)
    const ended = all.length > 0 && all.every(([, candidate]) => candidate.reason() !== undefined)
    if (!ended && !this.#done) return []
    const events = this.#begin(this.#latest)
    const source = { server: this.#start().server ?? '', secrets: sent.secrets }
    for (const [index, candidate] of all) {
      for (const event of candidate.finish(source)) events.push(placed(event, index))
      const state = candidate.state(source)
      const own = { reason: candidate.reason() ?? 'other', ...(state && { state }) } as const
      if (index > 0) events.push({ type: 'finish', candidate: index, ...own })
    }
    const state = this.#candidates.get(0)?.state(source)
    const reason = this.#candidates.get(0)?.reason() ?? 'other'
    const raw = maskDeep(this.#latest, sent.secrets)
    const warnings = this.#warnings()
    return [
      ...events,
      {
        type: 'finish',
        reason,
        usage: this.#spent(),
        ...(state && { state }),
        ...(warnings.length > 0 && { warnings }),
        raw,
      },
    ]
  }

  aborted(): readonly BackendEvent[] {
    return [...this.#begin({}), { type: 'finish', reason: 'aborted', usage: this.#spent() }]
  }

  #begin({ id, model }: OpenAIChunk): BackendEvent[] {
    if (this.#started) return []
    this.#started = true
    const { receipt, warnings } = this.#start()
    return [{ type: 'start', ...(id && { id }), ...(model && { modelId: model }), receipt, warnings }]
  }

  #candidate(index = 0): CandidateReader {
    const known = this.#candidates.get(index)
    if (known) return known
    const fresh = candidateReader(countCalls(this.#request))
    this.#candidates.set(index, fresh)
    return fresh
  }

  #warnings(): readonly Warning[] {
    const { candidates = 1 } = this.#request
    const given = this.#candidates.size
    const all = [...this.#candidates.values()]
    const found: Warning[] = []
    // many servers take `n` and give one answer all the same
    if (given < candidates) {
      const message = `Of ${candidates} answers the server gave ${given}: the others have to be asked for.`
      found.push({ code: 'unsupported-option', option: 'candidates', message })
    }
    if (all.some((each) => each.late()))
      found.push({ code: 'late-text', message: 'The server went on with the answer after it had ended it.' })
    if (all.some((each) => each.reason() === undefined)) {
      const message = 'The server did not say why the answer ended: it may not be whole.'
      found.push({ code: 'finish-reason-missing', message })
    }
    return found
  }

  #spent(): ReportedUsage {
    let generated = 0
    for (const candidate of this.#candidates.values()) generated += candidate.generated()
    return this.#usage ?? usageSoFar(this.#request, this.#candidates.size > 0, generated)
  }
}

/** An error without `error`, as FastAPI, Cerebras, watsonx and older vLLM put it. */
function isBareFailure(chunk: object): boolean {
  const { choices, usage, object, detail, message, errors }: { readonly [member: string]: unknown } = {
    ...chunk,
  }
  if (choices || usage) return false
  return object === 'error' || detail !== undefined || typeof message === 'string' || Array.isArray(errors)
}

function placed(event: BackendEvent, index = 0): BackendEvent {
  return index > 0 ? { ...event, candidate: index } : event
}
