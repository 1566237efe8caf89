import { callBackend } from '../call/call-backend.ts'
import { gateOf } from '../call/backend-gate.ts'
import { estimateUsage } from '../call/estimate-usage.ts'
import { loadedBackend } from '../call/lazy-backend.ts'
import { endedEarly, type CallAccount } from '../call/physical-call.ts'
import type { CallSettings } from '../call/call-settings.ts'
import type { Backend, BackendEvent, GenerateRequest, Warning } from '../core/backend.ts'
import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { JsonObject } from '../core/json.ts'
import { layerOptions, type OptionLayers } from '../core/layer-options.ts'
import type { WireMessage } from '../core/message.ts'
import type { Usage } from '../core/usage.ts'
import type { Draft, DraftPurpose } from '../core/sampling.ts'
import { renderPrompt, type RenderedPrompt } from '../formatters/render-prompt.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { decodeDraft } from './decode-draft.ts'
import { DraftLog } from './draft-log.ts'
import type { SentRequest } from './vary-request.ts'
import { receiptOf } from './receipt-of.ts'
import type { ToolRequest } from './tool-request.ts'
import { splitOptions, type SplitOptions } from './split-options.ts'

/** One generation to make. */
export interface Generation<T> {
  readonly action: Component<unknown>
  /** What reads the answer. */
  readonly reader: Component<T>
  readonly purpose: DraftPurpose
  readonly context: Context
  readonly backend: Backend
  readonly optionLayers: OptionLayers
  readonly schema: JsonObject | undefined
  readonly prefill: GenerateRequest['prefill'] | undefined
  /** Said before the answer, and no part of it. */
  readonly after?: GenerateRequest['prefill'] | undefined
  readonly affinity: string | undefined
  /** What was called and answered since the question, in a tool loop. */
  readonly said?: readonly WireMessage[] | undefined
  /** A tool loop is over: the model may call no more. */
  readonly mustAnswer?: boolean | undefined
  readonly inLoop: boolean
  readonly account: CallAccount
  readonly settings: CallSettings
  readonly scope: CancelScope
  /** Sees the request before it is made, and may change it; what it has to say goes to the warnings. */
  readonly onRequest?:
    | ((request: SentRequest, warnings: Warning[]) => SentRequest | Promise<SentRequest>)
    | undefined
  /** Sees every event with the text so far; `'stop'` ends the generation at the socket. */
  readonly onEvent: (event: BackendEvent, text: string) => 'go' | 'stop'
}

/** One generation, from components to text. What aborts it is thrown; what stops it (`onEvent`) is not. */
export async function generate<T>(generation: Generation<T>): Promise<Draft<T>> {
  const prepared = await prepare(generation)
  const { backend, request, log, prompt } = prepared
  await listen(backend, request, generation, log)
  return draftOf(generation, prepared, log, log.usage ?? estimateUsage(prompt.messages, log.text))
}

/** A generation that is ready to be sent. */
export interface Prepared {
  readonly backend: Backend
  readonly request: SentRequest
  readonly prompt: RenderedPrompt
  readonly schemaInWords: JsonObject | undefined
  readonly offer: ToolRequest | undefined
  readonly started: number
  /** With what the answer begins with, and what there was to warn of. */
  readonly log: DraftLog
}

export async function prepare<T>(generation: Generation<T>): Promise<Prepared> {
  const { settings, scope, account } = generation
  scope.throwIfAborted()
  const backend = await loadedBackend(generation.backend, scope)
  const layered = layerOptions([backend.modelOptions, ...generation.optionLayers], backend.optionTable)
  const options = splitOptions(layered.options, account.attempt)
  const offer =
    options.tools !== undefined || options.toolChoice !== undefined
      ? await (await import('./tool-calls.ts')).toolRequest(generation, backend, options)
      : undefined
  const abilities = await abilitiesOf(backend, generation, offer?.schemaInWords)
  const prompt = await promptOf(generation, backend, options, abilities)
  if (settings.enforce)
    (await import('../call/enforcement.ts')).refuseUnable(backend, layered.warnings, abilities)
  const started = settings.clock.now()
  const log = new DraftLog(abilities.begun, layered.warnings)
  const asked = requestOf(generation, options, abilities, prompt, offer)
  const seen = generation.onRequest?.(asked, log.warnings) ?? asked
  const request = seen instanceof Promise ? await seen : seen
  return { backend, request, prompt, schemaInWords: abilities.schemaInWords, offer, started, log }
}

/** What was heard, as a draft. */
export async function draftOf<T>(
  generation: Generation<T>,
  { backend, prompt, schemaInWords, offer, started }: Prepared,
  log: DraftLog,
  usage: Usage,
): Promise<Draft<T>> {
  const { settings, account } = generation
  const latencyMs = settings.clock.now() - started
  const finishReason = log.finishReason ?? 'aborted'
  const { text, thinking } = log
  const mayCall = offer && log.warnings.some(({ code }) => code === 'tool-call-in-text')
  const place = { isCut: finishReason === 'length', earlier: prompt.messages }
  const answer =
    mayCall || hasCalls(log.message)
      ? await (await import('./tool-calls.ts')).readAnswer(log.message, offer?.own, place)
      : undefined
  const { message = log.message, calls } = answer ?? {}
  const parsed =
    answer?.wrong ?? (await decodeDraft(generation.reader, { text, thinking, message, finishReason }))
  // one object of all that is known: to spread so many fields and to add to them costs a hundred times as much
  return Object.freeze({
    index: account.attempt,
    purpose: generation.purpose,
    text,
    thinking,
    parsed,
    finishReason,
    usage,
    logprobs: log.logprobs.length > 0 ? log.logprobs : undefined,
    resume: log.resume,
    prompt: prompt.messages,
    question: prompt.question,
    message,
    toolCalls: calls?.flatMap((one) => (one.ok ? [one.call] : [])) ?? none,
    steps: none,
    '~calls': calls,
    '~schemaInWords': offer?.schemaInWords,
    provider: backend.provider,
    modelId: log.modelId ?? backend.modelId,
    receipt: receiptOf(log, schemaInWords !== undefined, parsed.ok),
    warnings: answer ? [...log.warnings, ...answer.warnings] : log.warnings,
    raw: log.raw,
    startedMs: started,
    latencyMs,
    cost: (settings.prices ?? backend.prices) && (await costOf(backend, usage, settings)),
    context: generation.context.add({ messages: [prompt.question, ...(generation.said ?? none), message] }),
  })
}

const none: readonly never[] = []

function hasCalls({ parts }: WireMessage): boolean {
  return parts.some(({ type }) => type === 'tool-call')
}

/** Only those who gave prices wait for what reckons with them. */
async function costOf(
  { provider, modelId, prices }: Backend,
  usage: Usage,
  settings: CallSettings,
): Promise<number | undefined> {
  const { callCost } = await import('../call/priced-row.ts')
  return callCost({ provider, modelId, usage }, settings.prices, prices)
}

interface Abilities {
  readonly schemaInWords: JsonObject | undefined
  readonly prefill: GenerateRequest['prefill'] | undefined
  readonly beginInWords: string | undefined
  /** What the answer begins with, said by us. */
  readonly begun: string
}

const needless: Abilities = {
  schemaInWords: undefined,
  prefill: undefined,
  beginInWords: undefined,
  begun: '',
}

/** Asked only when it matters: most calls need no answer. */
async function abilitiesOf(
  backend: Backend,
  { schema, prefill, after, scope }: Generation<unknown>,
  inWords = false,
): Promise<Abilities> {
  if (!schema && !prefill && !after) return needless
  const can = await gateOf(backend).capabilities(scope.signal)
  const begun = can.prefill ? (prefill?.text ?? '') : ''
  const schemaInWords = can.schema && begun === '' && !inWords ? undefined : schema
  if (!can.prefill) {
    if (after) throw (await import('./cannot-continue.ts')).cannotContinue(backend)
    return { ...needless, schemaInWords, beginInWords: prefill?.text }
  }
  return {
    schemaInWords,
    prefill: after ? { ...after, ...(begun && { text: after.text + begun }) } : prefill,
    beginInWords: undefined,
    begun,
  }
}

async function promptOf(
  { action, context, scope, said }: Generation<unknown>,
  backend: Backend,
  { systemPrompt }: SplitOptions,
  { schemaInWords, beginInWords }: Abilities,
): Promise<RenderedPrompt> {
  const prompt = await renderPrompt({
    context,
    action,
    modelId: backend.modelId,
    systemPrompt,
    schemaInWords,
    beginInWords,
    scope,
  })
  if (!said?.length && !prompt.messages.some(hasCalls)) return prompt
  const { closed } = await import('./tool-calls.ts')
  return { ...prompt, messages: closed([...prompt.messages, ...(said ?? none)]) }
}

function requestOf(
  { schema, affinity }: Generation<unknown>,
  { options, transport }: SplitOptions,
  { prefill, begun }: Abilities,
  { messages }: { readonly messages: readonly WireMessage[] },
  offer: ToolRequest | undefined,
): SentRequest {
  return {
    messages,
    options,
    transport,
    // a grammar would begin with the first new token, in the middle of the answer
    ...(schema && begun === '' && !offer?.schemaInWords && { schema }),
    ...offer?.wire,
    ...(prefill && { prefill }),
    ...(affinity && { affinity }),
  }
}

/** Few programs say something of thinking where they have a schema: the others need not load what puts the two together. */
async function callerOf({ schema, options }: SentRequest): Promise<typeof callBackend> {
  if (!schema || (options['thinking'] ?? undefined) === undefined) return callBackend
  return (await import('../call/think-with-schema.ts')).thinkWithSchema
}

async function listen(
  backend: Backend,
  request: SentRequest,
  generation: Generation<unknown>,
  log: DraftLog,
): Promise<void> {
  const { account, settings, onEvent } = generation
  const scope = new CancelScope(generation.scope)
  let stopped = false
  const look = (event: BackendEvent): void => {
    if (stopped || onEvent(event, log.text) === 'go') return
    stopped = true
    scope.abort(new DOMException('A watcher has seen enough.', 'AbortError'))
  }
  // a continued answer begins with what it continues
  if (log.text !== '') look({ type: 'text', text: log.text })
  try {
    const call = await callerOf(request)
    await call({ backend, request, account, settings, scope }, (event) => {
      // what was already on its way when we stopped is not part of the answer
      if (stopped && event.type !== 'finish') return true
      log.add(event)
      look(event)
      return true
    })
  } catch (error) {
    if (!stopped && !generation.scope.aborted) throw error
  } finally {
    scope.unlink()
  }
  generation.scope.throwIfAborted()
  // nobody stopped it, and yet it is not whole: a server that gave up, or a middleware that repeats half an answer
  const isWhole = log.finishReason !== undefined && log.finishReason !== 'aborted'
  if (!stopped && !isWhole) throw endedEarly(`${backend.provider} (${backend.modelId})`, log.text)
}
