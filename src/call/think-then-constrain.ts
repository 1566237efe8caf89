import type { AskedOutcome, BackendEvent, Warning } from '../core/backend.ts'
import { textMessage } from '../core/message.ts'
import { addUsage, toUsage, type ReportedUsage } from '../core/usage.ts'
import type { Push } from '../util/push-iterable.ts'
import type { ThinkingHabit } from './backend-gate.ts'
import { callBackend } from './call-backend.ts'
import { hasThought } from './has-thought.ts'
import { HeardReply, type Finish } from './heard-reply.ts'
import type { PhysicalCall } from './physical-call.ts'
import { ThoughtText } from './thought-text.ts'

type Request = PhysicalCall['request']
type Start = Extract<BackendEvent, { readonly type: 'start' }>

/** Asked once the thoughts are there. */
const ASK = 'Now give the final answer, and nothing else.'

/**
 * One answer by two requests: the model thinks and answers as it likes, and is then held to the schema, with all of that before it. Both
 * are rows in the ledger; the first one's words arrive as thinking. To whoever listens it is one reply, whose receipt has
 * `thinking: 'apart'`.
 *
 * Source: that reasoning first and constraining after keeps what a grammar costs, arXiv 2408.02442, 2601.07525.
 */
export async function thinkThenConstrain(
  call: PhysicalCall,
  push: Push<BackendEvent>,
  habit: ThinkingHabit,
): Promise<void> {
  const heard = new HeardReply()
  const thought = new ThoughtText()
  const parts: BackendEvent[] = []
  let last: Finish | undefined
  await callBackend({ ...call, request: thinkingRequest(call.request) }, (event) => {
    heard.hear(event)
    if (event.type === 'finish') last = event
    if (event.type === 'part') parts.push(event)
    if (event.type === 'text' || event.type === 'thinking') return say(thought.add(event.text), push)
    return event.type === 'start' || event.type === 'tool-input' ? push(event) : true
  })
  say(thought.end(), push)
  if (!last) return
  // a model that rather calls a tool, or does not want to, has answered: its provider wants all of that back
  if (heard.answer().calls > 0 || !wentOn(last)) return void [...parts, last].every(push)
  habit.never ||= !hasThought(heard)
  await constrain({ call, first: last, thought: thought.whole, said: heard.warnings }, push)
}

interface Constraining {
  readonly call: PhysicalCall
  /** How the thinking ended. */
  readonly first: Finish
  readonly thought: string
  /** Warnings that were passed on already. */
  readonly said: readonly Warning[]
}

async function constrain(
  { call, first, thought, said }: Constraining,
  push: Push<BackendEvent>,
): Promise<void> {
  const { settings, backend } = call
  const strict = settings.enforce ? (await import('./enforcement.ts')).enforcement(backend) : undefined
  let text = ''
  let start: Start | undefined
  const second: PhysicalCall = {
    ...call,
    request: answerRequest(call.request, thought),
    // that it shall not think any more is no wish of the caller's
    settings: { ...settings, enforce: false },
  }
  await callBackend(second, (event) => {
    if (event.type === 'start') {
      start = { ...event, warnings: event.warnings.filter((each) => isNew(each, said)) }
      strict?.look(start)
      return true
    }
    if (event.type === 'text' && !event.candidate) text += event.text
    if (event.type !== 'finish') return push(event)
    const end = joined(first, event, start)
    strict?.look(end, text)
    return push(end)
  })
}

function isNew({ option, message }: Warning, said: readonly Warning[]): boolean {
  return option !== 'thinking' && !said.some((each) => each.message === message)
}

function say(text: string, push: Push<BackendEvent>): boolean {
  return text === '' || push({ type: 'thinking', text })
}

/** Cut off thoughts are thoughts. */
function wentOn({ reason }: Finish): boolean {
  return reason === 'stop' || reason === 'length' || reason === 'other'
}

/** What is about the form of the answer, and would cut thoughts. */
const formal: ReadonlySet<string> = new Set(['stopSequences', 'logprobs', 'top_logprobs'])

function thinkingRequest(request: Request): Request {
  const { messages, options, transport, tools, toolChoice, affinity, headers } = request
  return {
    messages,
    options: Object.fromEntries(Object.entries(options).filter(([name]) => !formal.has(name))),
    transport,
    ...(tools && { tools }),
    ...(toolChoice && { toolChoice }),
    ...(affinity && { affinity }),
    ...(headers && { headers }),
  }
}

function answerRequest(request: Request, thought: string): Request {
  const { options, transport, schema, candidates, affinity, headers } = request
  const said = [textMessage('assistant', thought.trim() || '…'), textMessage('user', ASK)]
  return {
    messages: [...request.messages, ...said],
    options: { ...options, thinking: false },
    transport,
    ...(schema && { schema }),
    ...(candidates !== undefined && { candidates }),
    ...(affinity && { affinity }),
    ...(headers && { headers }),
  }
}

/** The end of both: what was spent on both, and the thinking as the first shows it. */
function joined(first: Finish, end: Finish, start: Start | undefined): Finish {
  const asked: { [name: string]: AskedOutcome } = { ...first.receipt?.asked, ...end.receipt?.asked }
  asked['thinking'] = first.receipt?.asked?.['thinking'] ?? 'unverified'
  const late = (end.warnings ?? []).filter(({ option }) => option !== 'thinking')
  const warnings = [...(first.warnings ?? []), ...(start?.warnings ?? []), ...late]
  const usage = end.candidate ? end.usage : sum(first.usage, end.usage)
  return {
    ...end,
    ...(usage && { usage }),
    warnings,
    receipt: { schema: 'requested', ...start?.receipt, ...end.receipt, asked, thinking: 'apart' },
  }
}

function sum(a: ReportedUsage | undefined, b: ReportedUsage | undefined): ReportedUsage | undefined {
  if (!a || !b) return a ?? b
  return addUsage(toUsage(a), toUsage(b))
}
