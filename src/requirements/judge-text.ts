import type { Component } from '../core/component.ts'
import type { CheckRequest, ValidationResult } from '../core/requirement.ts'
import { judgeByProbability } from './judge-by-probability.ts'
import { formalJudgement, judgement } from './judgement.ts'

/** What the model says of a text and a requirement; asked once more, with a form to fill in, when it gives no verdict. */
export async function judgeText(requirement: string, request: CheckRequest): Promise<ValidationResult> {
  const { calibrated } = request['~settings']?.judge ?? {}
  if (calibrated) return judgeByProbability(requirement, request, calibrated)
  const first = await verdict(judgement(requirement, request), request)
  return first.status === 'unknown' ? verdict(formalJudgement(requirement, request), request) : first
}

async function verdict(
  question: Component<ValidationResult>,
  request: CheckRequest,
): Promise<ValidationResult> {
  const { parsed } = await request.ask(question)
  return parsed.ok ? parsed.value : { status: 'unknown', reason: parsed.error.message }
}
