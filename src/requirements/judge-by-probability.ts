import type { Component } from '../core/component.ts'
import { MelleaError } from '../core/errors.ts'
import type { Calibration } from '../core/judge-options.ts'
import type { CheckRequest, ValidationResult } from '../core/requirement.ts'
import { judgement } from './judgement.ts'
import { yesProbability } from './yes-probability.ts'

/** A judge's verdict by how likely its yes was. @throws MelleaError `unsupported` when its backend tells no probabilities. */
export async function judgeByProbability(
  requirement: string,
  request: CheckRequest,
  { threshold, band }: Calibration,
): Promise<ValidationResult> {
  const draft = await request.ask(briefly(judgement(requirement, request)), {
    modelOptions: { logprobs: true, top_logprobs: 20 },
  })
  const { logprobs, parsed, provider, modelId, text } = draft
  if (!logprobs) throw untold(provider, modelId)
  const score = yesProbability(logprobs)
  if (score === undefined)
    return { status: 'unknown', reason: `The judge began with neither yes nor no: "${text.slice(0, 100)}"` }
  const said = `P(yes) is ${score.toFixed(3)}`
  if (band && score > band[0] && score < band[1])
    return { status: 'unknown', reason: `${said}, between ${band[0]} and ${band[1]}.`, score }
  if (score >= threshold) return { status: 'pass', reason: `${said}.`, score }
  const why = parsed.ok && parsed.value.status === 'fail' ? parsed.value.reason : requirement
  return { status: 'fail', reason: why, score }
}

/** A yes says all with its first word; a no gives its reason, in a sentence. */
function briefly(question: Component<ValidationResult>): Component<ValidationResult> {
  return {
    ...question,
    enough: (reply) =>
      !/^\W*n/i.test(reply) ? reply.trim() !== '' : reply.length > 240 || /.{20}[.!?\n]/s.test(reply),
  }
}

function untold(provider: string, modelId: string): MelleaError {
  return new MelleaError(
    `${provider} (${modelId}) does not tell how likely its words are, so no calibrated judge can be made of it. Leave \`judge: { calibrated }\` out, or give \`judge: { backend }\` one that does.`,
    { code: 'unsupported' },
  )
}
