import type { LlamaContext, LlamaContextSequence } from 'node-llama-cpp'
import { Semaphore } from '../../util/semaphore.ts'
import { chooseSlot, keptTokens, type SlotRequest, type SlotState } from './choose-slot.ts'

/** A sequence of the context, and what is known of it. */
export interface SequenceSlot extends SlotState {
  readonly sequence: LlamaContextSequence
  clean: number
  affinity: string | undefined
  usedAt: number
}

/** A slot for one request. */
export interface SlotLease {
  readonly slot: SequenceSlot
  release(): void
}

/** Hands out the sequences of a context: requests wait in line, and each gets the sequence that knows most of its prompt. */
export class SlotPool {
  readonly #free: Set<SequenceSlot>
  readonly #line: Semaphore
  #uses = 0

  constructor(context: LlamaContext, concurrency: number) {
    const count = context.sequencesLeft
    this.#free = new Set(Array.from({ length: count }, () => makeSlot(context)))
    this.#line = new Semaphore(Math.min(concurrency, count))
  }

  async acquire(request: SlotRequest, signal: AbortSignal): Promise<SlotLease> {
    const leave = await this.#line.acquire(signal)
    const slot = chooseSlot([...this.#free], request)
    if (!slot) throw new Error('no sequence is free')
    this.#free.delete(slot)
    this.#uses += 1
    slot.usedAt = this.#uses
    slot.affinity = request.affinity
    const release = (): void => {
      this.#free.add(slot)
      leave()
    }
    return { slot, release }
  }
}

function makeSlot(context: LlamaContext): SequenceSlot {
  const sequence = context.getSequence({
    // it would forget the beginning of a conversation and say nothing
    contextShift: { strategy: refuseShift },
  })
  return {
    sequence,
    clean: 0,
    affinity: undefined,
    usedAt: 0,
    get history() {
      return sequence.contextTokens
    },
  }
}

function refuseShift(): never {
  throw new Error('the context is full')
}

/** Brings a sequence to the part of a prompt that it can keep; gives its length. */
export async function keepPrefix(slot: SequenceSlot, request: SlotRequest, size: number): Promise<number> {
  const { sequence } = slot
  const kept = keptTokens(slot, request)
  if (kept === sequence.nextTokenIndex) return kept
  // such a model cannot go back by itself, and would evaluate the whole prefix again in one piece
  const again = sequence.needsCheckpoints ? sequence.getRestoreToPrefixIndexEvaluationSize(kept - 1) : 0
  const target = again > size ? 0 : kept
  await sequence.eraseContextTokenRanges([{ start: target, end: sequence.nextTokenIndex }])
  slot.clean = Math.min(slot.clean, target)
  return target
}
