import type { Backend } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import type { WireMessage } from '../core/message.ts'
import type { Attempt, SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { shown } from '../util/shown.ts'
import { escalating, isBackend, type CascadeOptions } from './cascade.ts'
import { loop, toLoopBudget, type LoopOptions } from './loop.ts'
import { rejectedTurn } from './rejected-turn.ts'
import { turnOf } from './turn-of.ts'
import { reasonsOf } from './repaired-action.ts'

export interface SofaiOptions extends LoopOptions {
  /** The fast solver: tries up to `loopBudget` times, and is told what was wrong. */
  readonly s1: Backend
  /** The slow solver: tries once, when the fast one has failed. */
  readonly s2: Backend
  /** How many generations the fast solver has. @default 3 */
  readonly loopBudget?: number | undefined
  /** What the slow solver is given of the fast one's work. @default 'nothing' */
  readonly carry?: CascadeOptions['carry'] | undefined
  /** Mellea's name for `carry`. */
  readonly s2SolverMode?: 'fresh_start' | 'continue_chat' | 'best_attempt' | undefined
}

/**
 * Two solvers: a fast model tries, and talks about what is wrong, as long as it makes progress; then a slow one does it. After
 * SOFAI-LM, 2025, arXiv 2508.17959.
 *
 * Costs up to `loopBudget` generations of `s1`, and one of `s2` if they fail. `s1` gives up early when it fails for the same reasons
 * twice in a row. For more than two models, or other ways to try, see `cascade`.
 *
 * @example
 * import { OllamaModelBackend, sofai, startSession } from 'mellea'
 * const s1 = new OllamaModelBackend({ modelId: 'phi4-mini' })
 * const s2 = new OllamaModelBackend({ modelId: 'llama3.1:8b' })
 * await startSession().instruct('Colour the graph A-B, B-C, C-A with three colours.', {
 *   requirements: ['No two neighbours share a colour.'],
 *   strategy: sofai({ s1, s2, loopBudget: 3 }),
 * })
 * @throws OptionError when `s1` or `s2` is missing or no backend, and for a loop budget that is no whole number above 0.
 */
export function sofai(options: SofaiOptions): SamplingStrategy {
  const {
    s1,
    s2,
    s2SolverMode,
    carry = carryOf(s2SolverMode),
    loopBudget,
  }: Partial<SofaiOptions> = options ?? {}
  for (const [name, solver] of Object.entries({ s1, s2 }))
    if (!isBackend(solver))
      throw new OptionError(
        `sofai: ${name} must be a backend, got ${shown(solver)}: it needs two, a fast one and a slow one.`,
      )
  const budget = toLoopBudget('sofai', { loopBudget })
  const fast: SamplingStrategy = {
    name: 'sofai-s1',
    sequential: true,
    sample: (run) => talk(run, budget),
  }
  return escalating('sofai', [{ backend: s1, strategy: fast }, { backend: s2 }], carry)
}

/** {@link sofai} under Mellea's name. */
export class SOFAISamplingStrategy implements SamplingStrategy {
  readonly name = 'sofai'
  readonly sequential = true
  readonly sample: SamplingStrategy['sample']

  /** @throws OptionError as {@link sofai} does. */
  constructor(options: SofaiOptions) {
    this.sample = sofai(options).sample
  }
}

/** Like `multiTurn`, as long as it makes progress. */
function talk(run: SampleRun<unknown>, budget: number): Promise<Attempt<unknown> | undefined> {
  const said: WireMessage[] = [...run.context.view()]
  let before: string | undefined
  return loop(run, budget, (failed) => {
    const reasons = JSON.stringify(reasonsOf(failed.failures))
    if (reasons === before) return undefined
    before = reasons
    said.push(...turnOf(failed))
    return rejectedTurn(said, failed)
  })
}

const modes = { fresh_start: 'nothing', continue_chat: 'history', best_attempt: 'best' } as const

function carryOf(mode: SofaiOptions['s2SolverMode'] = 'fresh_start'): NonNullable<CascadeOptions['carry']> {
  if (Object.hasOwn(modes, mode)) return modes[mode]
  throw new OptionError(
    `sofai: s2SolverMode must be ${Object.keys(modes).join(', ')}; got ${shown(mode)}. Or say \`carry\`.`,
  )
}
