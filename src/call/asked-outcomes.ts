import type { AskedOutcome, GenerateRequest, Warning } from '../core/backend.ts'
import type { Finish, HeardAnswer } from './heard-reply.ts'
import { schemaOutcome } from './schema-outcome.ts'

type Request = Omit<GenerateRequest, 'signal'>

/** What an answer shows of one thing that was asked for. */
interface Finding {
  readonly outcome: AskedOutcome
  readonly warning?: Warning
}

interface Evidence {
  readonly request: Request
  readonly answer: HeardAnswer
  readonly end: Finish
}

/** Counts of tokens differ by the one that ends an answer. */
const SLACK = 1

/** Options that leave a trace in the answer. All others are sent, and taken on trust. */
const checks: Readonly<Record<string, (value: unknown, evidence: Evidence) => Finding>> = {
  maxNewTokens: ofLimit,
  stopSequences: ofStops,
  thinking: ofThinking,
  logprobs: ofLogprobs,
  toolChoice: () => unverified,
}

const unverified: Finding = { outcome: 'unverified' }
const kept: Finding = { outcome: 'kept' }

/** What became of everything that a request asked for, as far as one of its answers shows it. */
export function askedOutcomes(
  request: Request,
  answer: HeardAnswer,
  end: Finish,
  leftOut: ReadonlySet<string>,
): ReadonlyMap<string, Finding> {
  const evidence = { request, answer, end }
  const findings = new Map<string, Finding>()
  for (const [name, value] of Object.entries(request.options)) {
    if (value === undefined) continue
    findings.set(
      name,
      leftOut.has(name) ? { outcome: 'left-out' } : (checks[name]?.(value, evidence) ?? unverified),
    )
  }
  if (request.schema) findings.set('schema', ofSchema(evidence))
  if (request.tools?.length) findings.set('tools', ofTools(evidence))
  return findings
}

function ignored(option: string, code: string, message: string): Finding {
  return { outcome: 'ignored', warning: { code, option, message } }
}

function ofLimit(limit: unknown, { request, end: { usage, reason } }: Evidence): Finding {
  // several answers are counted as one, and guesses prove nothing
  if (typeof limit !== 'number' || !usage || usage.estimated || (request.candidates ?? 1) > 1)
    return unverified
  const { outputTokens } = usage
  if (outputTokens > limit + SLACK) {
    const message = `The server generated ${outputTokens} tokens, and was allowed ${limit}: it ignored the limit.`
    return ignored('maxNewTokens', 'option-ignored', message)
  }
  if (reason !== 'stop' || outputTokens < limit) return kept
  const message = `The answer is as long as it was allowed to be (${limit} tokens), and yet the server says that it is complete: it may be cut off.`
  return { outcome: 'kept', warning: { code: 'likely-truncated', option: 'maxNewTokens', message } }
}

function ofStops(stops: unknown, { request, answer: { text } }: Evidence): Finding {
  const extra = request.options['extraBody']
  // vLLM may be told to leave them in
  if (!Array.isArray(stops) || (extra && Reflect.get(extra, 'include_stop_str_in_output') === true))
    return unverified
  const found: unknown = stops.find((stop: unknown) => typeof stop === 'string' && text.includes(stop))
  if (found === undefined) return kept
  return ignored('stopSequences', 'option-ignored', `The answer goes on after ${JSON.stringify(found)}.`)
}

function ofThinking(thinking: unknown, { answer }: Evidence): Finding {
  const thought = answer.thinking !== '' || /^\s*<think/.test(answer.text)
  if (thinking !== false && thinking !== 'none') return thought ? kept : unverified
  if (!thought) return kept
  return ignored('thinking', 'option-ignored', 'The model thought, although it was told not to.')
}

function ofLogprobs(asked: unknown, { answer }: Evidence): Finding {
  if (asked !== true || answer.logprobs) return kept
  return ignored('logprobs', 'option-ignored', 'The server gave no probabilities of tokens.')
}

function ofSchema({ request, answer, end }: Evidence): Finding {
  const { outcome, broken } = schemaOutcome(request, answer, end.reason)
  if (broken === undefined) return { outcome }
  return ignored('format', 'schema-ignored', `The schema did not bind the answer: ${broken}.`)
}

function ofTools({ request, answer: { calls, text } }: Evidence): Finding {
  if (calls > 0) return kept
  const { tools = [], toolChoice } = request
  if (
    /<tool_call>|<function=|\[TOOL_CALLS\]|<\|python_tag\|>/.test(text) ||
    tools.some(({ name }) => text.includes(`"name": "${name}"`) || text.includes(`"name":"${name}"`))
  )
    return ignored(
      'tools',
      'tool-call-in-text',
      'The model called a tool, and the server gave the call as text.',
    )
  const must = toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none'
  return must
    ? ignored('toolChoice', 'option-ignored', 'The model had to call a tool, and called none.')
    : unverified
}
