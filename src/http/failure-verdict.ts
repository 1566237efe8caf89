import type { MelleaErrorCode } from '../core/errors.ts'

/** What is known of a failure. */
export interface FailureEvidence {
  /** Absent for an error in a reply that had begun well. */
  readonly status: number | undefined
  /** The server's own names for it. */
  readonly kind: string
  readonly text: string
  /** How long the server asked to wait, in milliseconds. */
  readonly waitMs: number | undefined
}

/** What a failure is called here, and whether the same request may succeed later. */
export interface Verdict {
  readonly code: MelleaErrorCode
  readonly retryable: boolean
}

interface Rule {
  readonly code: MelleaErrorCode
  readonly retryable?: boolean
  readonly holds: (evidence: FailureEvidence) => boolean
}

/** From the strongest evidence to the weakest: words that leave no doubt beat a status, since servers differ in their statuses. */
const rules: readonly Rule[] = [
  // a LiteLLM proxy that does not get through itself
  { code: 'unreachable', retryable: true, holds: ({ kind }) => /litellm\.APIConnectionError/.test(kind) },
  { code: 'malformed-reply', retryable: true, holds: ({ kind }) => /litellm\.\w+ValidationError/.test(kind) },
  { code: 'rate-limited', holds: isTooLargeForLimit },
  // money that is held back for what is running comes free
  {
    code: 'rate-limited',
    retryable: true,
    holds: ({ status, waitMs }) => status === 402 && waitMs !== undefined,
  },
  { code: 'quota-exhausted', holds: isUsedUp },
  { code: 'content-filtered', holds: isFiltered },
  { code: 'context-overflow', holds: isTooLong },
  { code: 'model-not-found', holds: isAboutModel },
  { code: 'unauthorized', holds: isUnauthorized },
  { code: 'timeout', retryable: true, holds: isTimeout },
  { code: 'overloaded', retryable: true, holds: isLackOfRoom },
  { code: 'rate-limited', retryable: true, holds: isRateLimit },
  { code: 'overloaded', holds: isHopeless },
  { code: 'overloaded', retryable: true, holds: isServerFault },
]

/** What kind of failure a server tells of. A refused request (400) is never worth a second try. */
export function failureVerdict(evidence: FailureEvidence): Verdict {
  const { code, retryable = false } = rules.find(({ holds }) => holds(evidence)) ?? { code: 'bad-request' }
  return { code, retryable: retryable && evidence.status !== 400 }
}

/** OpenAI, Groq: more tokens in one request than the limit of a minute has. */
function isTooLargeForLimit({ text }: FailureEvidence): boolean {
  return /request too large for/i.test(text)
}

const usedUpNames =
  /insufficient.?(user.?)?(quota|balance|credits?|funds)|billing|payment.?required|budget.?exceeded|arrearage|spend(ing)?.?limit|token_quota_reached|service.?quota.?exceeded/i
const usedUpWords =
  /credit balance is too low|insufficient (account )?(balance|credits?|funds|quota)|out of credits|used all available credits|monthly (included )?(credits|spending|usage)|api usage limits|(budget has been exceeded|exceeded ?budget|over budget)|daily free allocation|account .*is suspended/i
/** Used up for a long time, unless the server names a time to wait. */
const usedUpUnlessWait = /exceeded your current quota|(requests|tokens) per day|daily (limit|quota)/i

function isUsedUp({ status, kind, text, waitMs }: FailureEvidence): boolean {
  if (status === 402 || usedUpNames.test(kind) || usedUpWords.test(text)) return true
  if (/\blimit: 0\b/.test(text)) return true
  return waitMs === undefined && usedUpUnlessWait.test(text)
}

const filterNames =
  /content.?filter|content.?policy|(bio|cyber)_policy|responsible.?ai|moderation|data.?inspection|prohibited_content/i
const filterWords =
  /(blocked|filtered) (by|due to) .{0,40}(content|filter)|content (management|filtering) policy|flagged (as|for|by|in)\b|input was flagged|violat\w+ .{0,40}(usage|content|use) (policy|policies|guidelines)/i

function isFiltered({ status = 400, kind, text }: FailureEvidence): boolean {
  return status < 500 && status !== 429 && (filterNames.test(kind) || filterWords.test(text))
}

const tooLongNames =
  /context_length_exceeded|exceed_context_size|context.?window|(max_tokens|token_limit)_exceeded|string_above_max_length|request_too_large/i
const tooLongWords = new RegExp(
  [
    'context.{0,3}(length|window|size|limit)|maximum (context|prompt length)|when context the overflows',
    'too many tokens|(prompt|input) is too long|exceeds? the (available )?context|exceeds? the model limit',
    '(tokens?|inputs?)\\b.{0,60}(must be <=|cannot exceed|exceeds? the (maximum|limit)|must be less than the context)',
    'max_(new_)?tokens must be at least 1, got -',
  ].join('|'),
  'i',
)

function isTooLong({ status, kind, text }: FailureEvidence): boolean {
  if (status === 429 || (limitNames.test(kind) && !tooLongNames.test(kind))) return false
  return status === 413 || tooLongNames.test(kind) || tooLongWords.test(text)
}

const modelNames =
  /model_?not_?(found|available|supported)|invalid_model|model_decommissioned|litellm\.NotFoundError|deployment_?not_?found/i
const missing =
  /not found|not exist|does ?n.t exist|no such|not supported by any provider|no longer available|has been (decommissioned|deprecated|retired)/i

function isAboutModel({ status = 400, kind, text }: FailureEvidence): boolean {
  if (status >= 500 || status === 401 || status === 429) return false
  if (modelNames.test(kind) || (/not_found_error/.test(kind) && text.startsWith('model: '))) return true
  if (/model identifier is invalid|not a valid model|invalid model\b|no such model/i.test(text)) return true
  const named = /\b(models?|deployment|serving endpoint)\b|(given endpoint|endpoint with name)/i.test(text)
  return named && (missing.test(text) || (/is not supported/i.test(text) && /not_found|404/i.test(kind)))
}

const keyNames =
  /auth(entication|orization)?[_-]|authentication|unauthori[sz]ed|unauthenticated|permission|api_?key|access_?denied|unrecognized_?client|expired_?token|invalid_?signature|forbidden/i
const keyWords =
  /api.?key (is )?(not valid|invalid|expired)|(incorrect|invalid|wrong) api.?key|authentication fail/i

function isUnauthorized({ status, kind, text }: FailureEvidence): boolean {
  if (status === 401 || status === 403 || status === 407) return true
  return (status === undefined || status === 400) && (keyNames.test(kind) || keyWords.test(text))
}

const timeouts: ReadonlySet<number> = new Set([408, 499, 504, 522, 524])

function isTimeout({ status, kind, text }: FailureEvidence): boolean {
  if (status !== undefined) return timeouts.has(status)
  return /timeout|deadline_?exceeded/i.test(kind) || /timed out/i.test(text)
}

/** Nobody's limit: the server has no room for more just now. */
function isLackOfRoom({ status, kind, text }: FailureEvidence): boolean {
  if (status !== undefined && status !== 429) return false
  return (
    /overloaded|queue_exceeded|capacity|not_?ready/i.test(kind) ||
    /overloaded|out of capacity|no more data centers|high (traffic|demand)|not ready/i.test(text)
  )
}

const limitNames = /rate.?limit|throttling|too_?many_?requests|resource_?exhausted|request_limit_exceeded/i

function isRateLimit({ status, kind }: FailureEvidence): boolean {
  if (status === 429) return true
  if (status !== undefined && status >= 500) return false
  return limitNames.test(kind)
}

/** What no waiting changes: a request that is not spoken, a model that does not fit this machine. */
function isHopeless({ status, text }: FailureEvidence): boolean {
  if (status === 501 || status === 505) return true
  return (status === undefined || status >= 500) && /requires more (system )?memory/i.test(text)
}

/** 424: the model behind the server failed. 498: Groq has no room for flexible requests. */
const serverFaults: ReadonlySet<number> = new Set([424, 425, 498])

function isServerFault({ status, kind, text }: FailureEvidence): boolean {
  if (status !== undefined) return status >= 500 || serverFaults.has(status)
  return (
    !/invalid|bad_?request|validation|unsupported|unprocessable|image/i.test(kind) &&
    !/not found|unexpected endpoint/i.test(text)
  )
}
