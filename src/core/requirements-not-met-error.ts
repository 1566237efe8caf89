import { MelleaError, type MelleaErrorCode } from './errors.ts'
import type { SamplingResult } from './sampling.ts'

/**
 * No attempt did all that was required. `sampling.best` is the one that came nearest, `sampling.attempts` are all.
 *
 * `code` is `'requirements-not-met'`; or `'truncated'` when the answer ran into the token limit before it was complete,
 * `'judge-undetermined'` when only verdicts are missing, `'refused'` or `'content-filtered'` when the model would not answer.
 *
 * @example
 * import { RequirementsNotMetError, startSession } from 'mellea'
 * try {
 *   await startSession().instruct('Greet.', { requirements: ['Be formal.'] })
 * } catch (error) {
 *   if (error instanceof RequirementsNotMetError) console.log(error.sampling.best.text)
 * }
 */
export class RequirementsNotMetError<T = unknown> extends MelleaError {
  declare readonly sampling: Extract<SamplingResult<T>, { success: false }>

  constructor(sampling: Extract<SamplingResult<T>, { success: false }>) {
    const { best, context } = sampling
    const code = codeOf(sampling)
    super([whatHappened(sampling), ...whyNoMore(sampling), remedies[code] ?? remedy].join('\n'), {
      code,
      text: best.text,
      context,
    })
    Object.defineProperty(this, 'sampling', { value: sampling, enumerable: false })
  }
}

type Failed = Extract<SamplingResult<unknown>, { success: false }>

const remedy = "Look at `error.sampling`, or take the best attempt with `.orBest()` or `onFailure: 'best'`."
const remedies: { readonly [code: string]: string } = {
  truncated: 'Raise `modelOptions.maxNewTokens`: asking again would be cut off again.',
  'judge-undetermined': `The judge gave no clear yes or no. Check with code instead, or use a larger model. ${remedy}`,
}

function whatHappened({ best, failures, attempts, strategy }: Failed): string {
  // the strategy wanted more than an attempt that passes
  if (best.ok) return `The strategy "${strategy}" took none of the attempts, though some passed.`
  const count = attempts.length === 1 ? 'The only attempt' : `None of ${attempts.length} attempts`
  const failed = attempts.length === 1 ? 'failed' : 'passed; the best one failed'
  const reasons = failures.map(({ name, result }) => `- ${result.reason ?? name}`)
  return `${count} ${failed}:\n${reasons.join('\n')}`
}

function whyNoMore({ stopped }: Failed): readonly string[] {
  if (stopped === 'budget') return ['Then the budget of the call was used up.']
  return stopped === 'repeats' ? ['Then the model said again what had been rejected.'] : []
}

function codeOf({ best, failures }: Failed): MelleaErrorCode {
  const error = best.parsed.ok ? undefined : best.parsed.error
  if (MelleaError.isInstance(error)) return error.code
  const undetermined = failures.length > 0 && failures.every(({ result }) => result.status === 'unknown')
  return undetermined ? 'judge-undetermined' : 'requirements-not-met'
}
