import type { Backend, BackendEvent, Capabilities, GenerateRequest } from '../core/backend.ts'
import type { Clock } from '../core/clock.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer, type MockCall } from './mock-backend.ts'

/** A strategy under test. */
export interface StrategySubject {
  /**
   * Makes one that makes at most `n` attempts, all of them of `backend`, which is the call's own; called for every case, and with every
   * `n` from `least` up.
   */
  readonly make: (options: { readonly n: number; readonly backend: Backend }) => SamplingStrategy
  /** The fewest attempts that it can be made for. @default 1 */
  readonly least?: number
  /** The model is told why an attempt failed before it makes the next. @default false */
  readonly repairs?: boolean
  /** How many generations an attempt takes. @default 1 */
  readonly generations?: number
  /** What the backend of the cases can do. @default as `MockBackend` */
  readonly capabilities?: Partial<Capabilities>
  /** Names of cases that it need not pass, each with the reason. */
  readonly skip?: { readonly [name: string]: string }
}

/** What a case works with. */
export interface Stage {
  readonly backend: StageBackend
  readonly m: MelleaSession
  readonly strategy: SamplingStrategy
  readonly n: number
  readonly subject: StrategySubject
}

export interface StageCase {
  readonly name: string
  /** Why a subject need not pass it, where that follows from what it says of itself. */
  readonly skip?: (subject: StrategySubject) => string | undefined
  /** What the model says. @default what every requirement here lets pass */
  readonly answer?: (call: MockCall) => string | object
  /** @default 3, or the fewest that the subject can be made for */
  readonly n?: number
  readonly run: (stage: Stage) => Promise<void>
}

/** A case for one strategy: a session, a model without a model, and chance that always falls the same way. */
export function onStage(
  { answer = () => 'good', n = 3 }: Pick<StageCase, 'answer' | 'n'>,
  subject: StrategySubject,
): Stage {
  const attempts = Math.max(n, subject.least ?? 1)
  const backend = new StageBackend(answer, subject.capabilities)
  const m = new MelleaSession({ backend, maxRetries: 0, random: chance(1), clock: still })
  return { backend, m, n: attempts, subject, strategy: subject.make({ n: attempts, backend }) }
}

/** Where time stands still; nothing may depend on it. */
const still: Clock = { now: () => 0, after: () => () => {} }

/** Numbers from 0 up to 1 that are the same in every run: Marsaglia's xorshift. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** Says the same to everybody for ever, and knows how many it is talking to. */
class StageBackend implements Backend {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'mock'
  readonly modelId = 'stage'
  /** How many generations run at this moment. */
  running = 0
  /** Awaited before every piece. */
  beforeChunk: (chunk: string, request: GenerateRequest) => void | Promise<void> = () => {}
  readonly #mock: MockBackend

  constructor(answer: (call: MockCall) => string | object, capabilities: Partial<Capabilities> = {}) {
    let answers = 0
    const counted: MockAnswer = (call) => answer({ ...call, call: ++answers })
    this.#mock = new MockBackend(Array(200).fill(counted), {
      capabilities,
      beforeChunk: (chunk, request) => this.beforeChunk(chunk, request),
    })
  }

  get calls(): readonly MockCall[] {
    return this.#mock.calls
  }

  capabilities(): ReturnType<MockBackend['capabilities']> {
    return this.#mock.capabilities()
  }

  async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
    this.running += 1
    try {
      yield* this.#mock.generate(request)
    } finally {
      this.running -= 1
    }
  }
}
