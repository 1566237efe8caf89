import type { CheckRequest, Requirement, ValidationResult } from '../core/requirement.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { judgement } from './judgement.ts'

/** One requirement against one answer: by its own code, or by the judge. What it throws becomes a failure, but for an abort. */
export async function evaluate<T>(
  requirement: Requirement<T>,
  request: CheckRequest<T>,
): Promise<ValidationResult> {
  const name = nameOf(requirement)
  if (!requirement.validate) return judge(name, request)
  try {
    return toValidationResult(await requirement.validate(request.value, request), name)
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason
    return {
      status: 'fail',
      reason: `The validator of "${name}" failed: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}

/** What a requirement is called in reports and reasons. */
export function nameOf({ description, validate }: Requirement): string {
  return description ?? (validate?.name && validate.name !== 'validate' ? validate.name : 'unnamed check')
}

/** Asked once more when it gives no verdict. */
async function judge(requirement: string, request: CheckRequest): Promise<ValidationResult> {
  const first = await verdict(requirement, request)
  return first.status === 'unknown' ? verdict(requirement, request) : first
}

async function verdict(requirement: string, request: CheckRequest): Promise<ValidationResult> {
  const { parsed } = await request.ask(judgement(requirement, request))
  return parsed.ok ? parsed.value : { status: 'unknown', reason: parsed.error.message }
}
