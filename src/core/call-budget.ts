import { shown } from '../util/shown.ts'
import { OptionError } from './errors.ts'

/** What a call may spend at most, whatever its strategy. What is left out is not limited. */
export interface CallBudget {
  /** Generations of answers; thoughts on the way to one are not counted. */
  readonly attempts?: number | undefined
  /** Of all generations, judges and retries, what was sent and what came. */
  readonly tokens?: number | undefined
  /** Milliseconds from the start of the call; unlike `timeout`, what was found until then is kept. */
  readonly ms?: number | undefined
  /** In the currency of the prices. */
  readonly cost?: number | undefined
}

/** Budgets in layers, the weakest first: each says only what it names. @throws OptionError for a limit that cannot mean anything. */
export function toCallBudget(...layers: readonly (CallBudget | undefined)[]): CallBudget | undefined {
  const limits: Record<string, number> = {}
  for (const layer of layers) {
    if (layer === undefined) continue
    if (typeof layer !== 'object' || layer === null)
      throw new OptionError(`budget must be { attempts, tokens, ms, cost }, got ${shown(layer)}.`)
    for (const [name, limit] of Object.entries(layer))
      if (limit !== undefined) limits[name] = checked(name, limit)
  }
  return Object.keys(limits).length > 0 ? limits : undefined
}

function checked(name: string, limit: unknown): number {
  const isWhole = name === 'attempts' || name === 'tokens'
  if (!isWhole && name !== 'ms' && name !== 'cost')
    throw new OptionError(`budget.${name} is no limit: there are attempts, tokens, ms and cost.`)
  const holds = typeof limit === 'number' && (isWhole ? Number.isInteger(limit) && limit >= 1 : limit > 0)
  if (holds) return limit
  throw new OptionError(
    `budget.${name} must be ${isWhole ? 'a whole number from 1 up' : 'a number above 0'}, got ${shown(limit)}.`,
  )
}
