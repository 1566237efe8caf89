import type { CheckRequest, Requirement, Validation, ValidationResult } from '../core/requirement.ts'
import { costOf, costs } from './cost-of.ts'
import { evaluate } from './evaluate.ts'
import { nameOf } from './name-of.ts'
import type { VerdictMemory } from './verdict-memory.ts'

/** What to check, and how far to look. */
export interface CheckPlan<T> {
  readonly requirements: readonly Requirement<T>[]
  readonly request: CheckRequest<T>
  /** What the watchers said while the text grew, by requirement. */
  readonly watched?: ReadonlyMap<Requirement<T>, ValidationResult>
  /** Look at all of them, also when a cheaper one has failed. @default false */
  readonly validateAll?: boolean | undefined
  /** Told of every requirement that was looked at, as soon as its verdict is there. */
  readonly onValidation?: (validation: Validation) => void
  /** What dear checks of this call have said of texts before. Code is cheap, and runs again. */
  readonly memory?: VerdictMemory | undefined
  /** One could not be finished: stops those beside it. */
  readonly abandon?: (reason: unknown) => void
}

/** Code checks, then asynchronous ones, then judges; a class runs at once, and is skipped when one before it failed. The order of the requirements is kept. */
export async function checkRequirements<T>(plan: CheckPlan<T>): Promise<readonly Validation[]> {
  const { requirements, watched, validateAll = false } = plan
  const looks = requirements.flatMap((requirement, index) =>
    looksAt(requirement, index, watched?.get(requirement)),
  )
  const done = new Map<number, Validation>()
  for (const cost of costs) {
    const failed = [...done.values()].some(({ result }) => result.status === 'fail')
    if (failed && !validateAll) break
    const chosen = looks.filter((each) => each.cost === cost && !done.has(each.index))
    const known = cost === 'judge' && isBatched(plan) ? await together(chosen, plan) : undefined
    const work = chosen.map(async (look) => {
      const validation = await validated(look, plan, known?.get(look))
      if (look.isHalf && validation.result.status === 'pass') return
      done.set(look.index, validation)
      plan.onValidation?.(validation)
    })
    await allDone(work, plan)
  }
  return requirements.map((requirement, index) => done.get(index) ?? skipped(requirement))
}

interface Look<T> {
  readonly index: number
  readonly requirement: Requirement<T>
  /** What is looked at: the requirement, or the half of it that code or the judge decides. */
  readonly part: Requirement<T>
  readonly cost: (typeof costs)[number]
  /** A pass is not the last word. */
  readonly isHalf?: boolean
}

/** One look at each; two, at different costs, where code stands beside the judge. */
function looksAt<T>(
  requirement: Requirement<T>,
  index: number,
  seen: ValidationResult | undefined,
): readonly Look<T>[] {
  const cost = costOf(requirement, seen)
  if (requirement.compiled?.standing !== 'beside') return [{ index, requirement, part: requirement, cost }]
  const { compiled: _, ...code } = requirement
  return [
    { index, requirement, part: code, cost, isHalf: true },
    { index, requirement, part: { description: nameOf(requirement) }, cost: 'judge' },
  ]
}

function isBatched<T>({ request }: CheckPlan<T>): boolean {
  const { batch = false, calibrated } = request['~settings']?.judge ?? {}
  return batch && !calibrated
}

async function together<T>(
  looks: readonly Look<T>[],
  { request, memory }: CheckPlan<T>,
): Promise<ReadonlyMap<Look<T>, ValidationResult>> {
  const { judgeTogether } = await import('./judge-batch.ts')
  const unknown = looks.filter((look) => !memory?.get(soughtBy(look))?.has(request.text))
  return judgeTogether(unknown, request)
}

/** What a verdict is remembered by: a half of a requirement is not the whole. */
function soughtBy({ requirement, part }: Look<never>): object {
  return part === requirement ? requirement : (requirement.compiled ?? requirement)
}

/** All of them, or the first error once the others have come to an end, too. */
async function allDone(
  looks: readonly Promise<void>[],
  plan: { readonly abandon?: (reason: unknown) => void },
): Promise<void> {
  try {
    await Promise.all(looks)
  } catch (error) {
    plan.abandon?.(error)
    await Promise.allSettled(looks)
    throw error
  }
}

async function validated<T>(
  look: Look<T>,
  { request, watched, memory }: CheckPlan<T>,
  known: ValidationResult | undefined,
): Promise<Validation> {
  const { requirement, part, cost, isHalf } = look
  // what the watcher of a rule said is no verdict of the judge beside it
  const seen = part === requirement || isHalf ? watched?.get(requirement) : undefined
  const verdict = async (): Promise<ValidationResult> => known ?? evaluate(part, request, seen)
  if (!memory || cost === 'code') return { name: nameOf(requirement), requirement, result: await verdict() }
  const { recall } = await import('./verdict-memory.ts')
  const result = await recall(memory, soughtBy(look), request.text, verdict)
  return { name: nameOf(requirement), requirement, result }
}

/** What stands for a requirement that was not looked at. */
export function skipped(requirement: Requirement): Validation {
  const result = { status: 'unknown', reason: 'Not looked at: a cheaper check had failed.' } as const
  return { name: nameOf(requirement), requirement, result, skipped: true }
}
