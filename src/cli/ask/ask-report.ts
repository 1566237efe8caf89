import type { LedgerTotals } from '../../core/ledger.ts'
import type { Validation } from '../../core/requirement.ts'
import { RequirementsNotMetError } from '../../core/requirements-not-met-error.ts'
import type { SamplingResult } from '../../core/sampling.ts'

type Sampled = SamplingResult<unknown, unknown>

/** What `m ask --json` prints of a call that came to an end. */
export function askReport(
  sampling: Sampled,
  { ledger, hasFormat }: { readonly ledger: LedgerTotals; readonly hasFormat: boolean },
): object {
  const answer = sampling.success ? sampling.result : sampling.best
  const { text, usage, provider, modelId, finishReason, validations, warnings } = answer
  const { rows: _, ...totals } = ledger
  const parsed = valueOf(sampling)
  return {
    ok: sampling.success,
    ...(!sampling.success && { error: unmetError(sampling) }),
    text,
    ...(hasFormat && parsed && { value: parsed.value }),
    attempts: sampling.attempts.length,
    validations: validations.map(toRow),
    usage,
    ledger: { ...totals, ms: Math.round(totals.ms) },
    provider,
    modelId,
    finishReason,
    warnings,
  }
}

/** The value of the answer, or of the best attempt where that could be parsed. */
export function valueOf(sampling: Sampled): { readonly value: unknown } | undefined {
  if (sampling.success) return sampling.result
  const { parsed } = sampling.best
  return parsed.ok ? parsed : undefined
}

function toRow({ name, result, skipped }: Validation): object {
  return { requirement: name, ...result, ...(skipped && { skipped }) }
}

function unmetError(sampling: Extract<Sampled, { readonly success: false }>): object {
  const { code } = new RequirementsNotMetError(sampling)
  return { code, message: unmetMessage(sampling) }
}

const hints: { readonly [code: string]: string | undefined } = {
  truncated: 'It ran into the limit of tokens: raise it with --option maxNewTokens=N.',
  'judge-undetermined': 'The judge gave no clear yes or no: use a larger model.',
}

/** What to say of a call whose requirements no attempt met. */
export function unmetMessage(sampling: Extract<Sampled, { readonly success: false }>): string {
  const { code } = new RequirementsNotMetError(sampling)
  const count = sampling.attempts.length
  const what = count === 1 ? 'the only attempt was rejected' : `all ${count} attempts were rejected`
  const hint = hints[code]
  if (hint) return `${what}. ${hint}`
  return count === 1 ? `${what}, and is given all the same.` : `${what}; the best of them is given.`
}
