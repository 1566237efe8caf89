import type { BackendEvent, Capabilities, GenerateRequest, Warning } from '../core/backend.ts'
import type { Push } from '../util/push-iterable.ts'
import { gateOf, type ThinkingHabit } from './backend-gate.ts'
import { callBackend } from './call-backend.ts'
import { hasThought } from './has-thought.ts'
import { HeardReply, type Finish } from './heard-reply.ts'
import type { PhysicalCall } from './physical-call.ts'
import { schemaOutcome } from './schema-outcome.ts'
import { thinkThenConstrain } from './think-then-constrain.ts'

type Asked = Pick<GenerateRequest, 'schema' | 'options'>

/** Whether a request wants thoughts and a schema. */
export function thinks({ schema, options }: Asked): boolean {
  const { thinking } = options
  return schema !== undefined && thinking !== undefined && thinking !== null && !isOff(thinking)
}

/** Whether this backend is asked twice for an answer that is thought about and has a schema: for the thoughts, then for the answer. */
export function thinksApart(call: Pick<PhysicalCall, 'backend' | 'request'>, can: Capabilities): boolean {
  const { habit } = gateOf(call.backend)
  if (!thinks(call.request) || habit.never) return false
  return habit.apart === true || can.schemaWithThinking === false
}

/**
 * A call that says something of thinking, and has a schema. Where a model or its server cannot do both at once, it thinks freely first and
 * is then held to the schema. Where that is not known, the answer shows it, and the next call of this backend goes the other way.
 */
export async function thinkWithSchema(call: PhysicalCall, push: Push<BackendEvent>): Promise<void> {
  const gate = gateOf(call.backend)
  const { habit } = gate
  const can = await gate.capabilities(call.scope.signal)
  if (thinksApart(call, can)) return thinkThenConstrain(call, push, habit)
  // a server that ignores the schema of a model that shall not think is not told so; `enforce` is no friend of choices
  const silent = isOff(call.request.options['thinking']) && habit.deaf === true && !call.settings.enforce
  // who says that it can do both is believed
  const learns = !silent && can.schemaWithThinking === undefined
  const heard = new HeardReply()
  await callBackend(silent ? withoutThinking(call) : call, (event) => {
    heard.hear(event)
    if (silent && event.type === 'start') return push(toldOfSilence(event))
    const isEnd = learns && event.type === 'finish' && !event.candidate
    return push(isEnd ? withWarning(event, learn(call.request, heard, habit)) : event)
  })
}

/** What one answer shows of how its server puts thinking and a schema together; what it does not show by itself is said. */
function learn(request: Asked, heard: HeardReply, habit: ThinkingHabit): Warning | undefined {
  const [end] = heard.ends
  if (!end || heard.warnings.some(({ option }) => option === 'format' || option === 'thinking'))
    return undefined
  const { outcome, broken } = schemaOutcome(request, heard.answer(), end.reason)
  // cut off, refused, or a call of a tool
  if (outcome === 'unverified') return undefined
  const isJSON = broken !== 'it is not JSON'
  if (isOff(request.options['thinking'])) {
    habit.deaf ||= !isJSON
    return undefined
  }
  // the grammar was left out for the sake of the thoughts, or the thoughts for the sake of the grammar
  habit.apart ||= !isJSON || !hasThought(heard)
  return isJSON && habit.apart && !habit.never ? thoughtless : undefined
}

const thoughtless: Warning = {
  code: 'thinking-missing',
  option: 'thinking',
  message:
    'The model was told to think, and no thoughts were seen: under a schema this server may leave them out. The next call thinks first.',
}

function withWarning(end: Finish, warning: Warning | undefined): Finish {
  return warning ? { ...end, warnings: [...(end.warnings ?? []), warning] } : end
}

function isOff(thinking: unknown): boolean {
  return thinking === false || thinking === 'none'
}

function withoutThinking(call: PhysicalCall): PhysicalCall {
  const { thinking: _, ...options } = call.request.options
  return { ...call, request: { ...call.request, options } }
}

function toldOfSilence(start: Extract<BackendEvent, { readonly type: 'start' }>): BackendEvent {
  const message =
    'This server ignores the schema where the model is told not to think: that was left to the model.'
  const warning = { code: 'unsupported-option', option: 'thinking', message }
  return { ...start, warnings: [...start.warnings, warning] }
}
