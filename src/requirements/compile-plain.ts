import type { Requirement } from '../core/requirement.ts'

/** Whether it is a sentence and nothing else, which may turn out to be a rule. */
function isPlain({ description, validate, watch, cost, compile }: Requirement): boolean {
  return compile !== false && !validate && !watch && !cost && !!description
}

/** The requirements; of those that are only a sentence, code checks the ones that are plainly rules. What reads them is loaded when there is one. */
export async function compilePlain<T>(
  requirements: readonly Requirement<T>[],
): Promise<readonly Requirement<T>[]> {
  if (!requirements.some(isPlain)) return requirements
  const { compileRequirement } = await import('./compile/compile-requirement.ts')
  return requirements.map((requirement) => {
    const found = isPlain(requirement) && compileRequirement(requirement.description ?? '')
    if (!found) return requirement
    const { check, ...compiled } = found
    const { validate, watch } = check
    return { ...requirement, ...(validate && { validate }), ...(watch && { watch }), compiled }
  })
}
