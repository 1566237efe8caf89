import { loadedBackend } from '../call/lazy-backend.ts'
import { callCost } from '../call/priced-row.ts'
import type { Backend } from '../core/backend.ts'
import { toCallBudget, type CallBudget } from '../core/call-budget.ts'
import { OptionError } from '../core/errors.ts'
import type { RemainingBudget } from '../core/sampling.ts'
import { toUsage } from '../core/usage.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { DraftRefusal } from './draft-refusal.ts'
import type { SamplingJob } from './sampling-job.ts'

type PayingJob = Pick<SamplingJob<never>, 'ledger' | 'settings' | 'budgets'>

const paid = ['tokens', 'cost'] as const
const limited: readonly ('attempts' | (typeof paid)[number])[] = ['attempts', ...paid]

/** What opens the purse of a call within its run. @throws OptionError for a limit that cannot mean anything. */
export function openPurse(job: PayingJob): (run: CancelScope) => Purse {
  const budget = toCallBudget(...job.budgets) ?? {}
  return (run) => new Purse(budget, job, run)
}

/**
 * What a call may still spend. A draft beyond it is refused; time that is up also ends those that run. Tokens and money are known only
 * when a draft is over: so under such a limit the first draft goes alone, and no more go at once than will fit if they cost as much
 * as those before. So a call exceeds its budget by about one draft at most.
 */
export class Purse {
  /** Drafts run in it: it ends when time is up. */
  readonly scope: CancelScope
  readonly #budget: CallBudget
  readonly #job: PayingJob
  readonly #started: number
  readonly #stopClock: () => void
  #attempts = 0
  #running = 0
  #over = 0
  #waiting: (() => void)[] = []

  constructor(budget: CallBudget, job: PayingJob, run: CancelScope) {
    this.#budget = budget
    this.#job = job
    this.scope = new CancelScope(run)
    const { clock } = job.settings
    this.#started = clock.now()
    this.#stopClock =
      budget.ms === undefined ? () => {} : clock.after(budget.ms, () => this.scope.abort(this.#refusal('ms')))
    this.scope.whenAborted(() => this.#wake())
  }

  get left(): RemainingBudget {
    const { attempts = Infinity, tokens = Infinity, cost = Infinity, ms = Infinity } = this.#budget
    const spent = this.#job.ledger.totals()
    return {
      attempts: Math.max(0, attempts - this.#attempts),
      tokens: Math.max(0, tokens - spent.totalTokens),
      cost: Math.max(0, cost - (spent.cost?.amount ?? 0)),
      ms: Math.max(0, ms - (this.#job.settings.clock.now() - this.#started)),
    }
  }

  /** How many drafts may be asked for at once; 1 where only a draft that is over tells what one costs. */
  get mostTogether(): number {
    const { tokens, cost } = this.#budget
    return tokens === undefined && cost === undefined ? this.left.attempts : 1
  }

  /**
   * Waits until there is room for a draft, or for `count` of them; gives what says that it is over. 0 of them is one that does not
   * count, on the way to another; none at all (`goesOn`) is one of a draft that was admitted.
   *
   * @throws DraftRefusal `budget-exhausted` when there will be none, and OptionError when nobody knows what the backend costs.
   */
  async admit(count: number, backend: Backend, goesOn = false): Promise<() => void> {
    if (this.#budget.cost !== undefined) this.#needPrice(await loadedBackend(backend, this.scope))
    for (;;) {
      this.scope.throwIfAborted()
      this.#throwIfSpent(goesOn ? paid : limited)
      if (this.#fits()) break
      await new Promise<void>((resume) => this.#waiting.push(resume))
    }
    this.#attempts += goesOn ? 0 : count
    this.#running += 1
    return () => {
      this.#running -= 1
      this.#over += 1
      this.#wake()
    }
  }

  close(): void {
    this.#stopClock()
    this.scope.unlink()
  }

  #throwIfSpent(limits: typeof limited): void {
    const { left } = this
    for (const what of limits) if (left[what] <= 0) throw this.#refusal(what)
  }

  /** Whether one more is likely to fit beside those that run. */
  #fits(): boolean {
    const { tokens, cost } = this.#budget
    if (this.#running === 0 || (tokens === undefined && cost === undefined)) return true
    if (this.#over === 0) return false
    const spent = this.#job.ledger.totals()
    const isRoom = (limit: number | undefined, amount: number): boolean =>
      limit === undefined || amount + ((this.#running + 1) * amount) / this.#over <= limit
    return isRoom(tokens, spent.totalTokens) && isRoom(cost, spent.cost?.amount ?? 0)
  }

  #refusal(what: keyof CallBudget): DraftRefusal {
    const limit = this.#budget[what] ?? 0
    const used = what === 'ms' ? `${limit} ms` : `${limit} ${what}`
    return new DraftRefusal(
      'budget',
      `The call has used up its budget of ${used}. Raise \`budget.${what}\`, or let it ask for less.`,
    )
  }

  #needPrice({ provider, modelId, prices }: Backend): void {
    const usage = toUsage({ inputTokens: 1, outputTokens: 1 })
    if (callCost({ provider, modelId, usage }, this.#job.settings.prices, prices) !== undefined) return
    throw new OptionError(
      `budget.cost: the price of ${provider} (${modelId}) is not known. Pass \`prices: { '${modelId}': { input, output } }\` to the session.`,
    )
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }
}
