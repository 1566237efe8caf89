import { endedBy, startDeadline } from '../call/deadline.ts'
import type { CallShape } from '../core/call-shape.ts'
import type { Component } from '../core/component.ts'
import type { Context, Turn } from '../core/context.ts'
import { Ledger } from '../core/ledger.ts'
import type { WireMessage } from '../core/message.ts'
import { RunningCall, type CallOutcome, type Production } from '../core/running-call.ts'
import { pendingParts } from '../formatters/compute-parts.ts'
import type { JudgeSide } from '../sampling/ask-judge.ts'
import { sample, type Sampled } from '../sampling/sample.ts'
import type { CancelScope } from '../util/cancel-scope.ts'
import type { Conversation } from './conversation.ts'
import type { PreparedCall } from './prepare-call.ts'
import { withSaidText } from './said-text.ts'

export interface Preparation<T> {
  readonly call: PreparedCall<T>
  readonly shape?: CallShape
  /** Makes the action when the call's turn has come, where that takes time; in place of the call's own. */
  readonly makeAction?: (side: JudgeSide) => Promise<Component<T>>
}

export interface CallStart<T> {
  readonly conversation: Conversation
  readonly signal: AbortSignal | undefined
  /** Called at once; what it throws rejects the call. */
  readonly prepare: () => Preparation<T>
  readonly onPrompt: (prompt: readonly WireMessage[]) => void
}

/** Starts a call of a conversation. Never throws: whatever is wrong is a rejection. */
export function startCall<T>(start: CallStart<T>): RunningCall<T, never> {
  const { conversation, signal, prepare } = start
  let prepared: Preparation<T>
  try {
    prepared = prepare()
    // to be a part of this call is to be looked at, also while this call waits for its turn
    for (const part of pendingParts(prepared.call.action)) part.then(undefined, () => {})
  } catch (error) {
    return new RunningCall(() => Promise.reject(error))
  }
  // linked before the call starts, so that waiting in the queue can be cancelled, too
  const scope = conversation.scope(signal)
  const turn = conversation.enqueue<Sampled<T>>(scope)
  const produce = async (production: Production<T, never>): Promise<CallOutcome<T, never>> => {
    const follow = (): void => scope.abort(production.scope.reason)
    const forget = production.scope.whenAborted(follow)
    if (production.scope.aborted) follow()
    const work = (context: Context): Promise<Work<T>> => takeTurn(start, prepared, production, scope, context)
    try {
      return await turn((context) => endedBy(work(context), scope, prepared.call.settings.clock))
    } catch (error) {
      throw withSaidText(error, production.log, signal, production.scope)
    } finally {
      forget()
      scope.unlink()
    }
  }
  return new RunningCall(produce, prepared.shape)
}

interface Work<T> {
  readonly result: Sampled<T>
  readonly turn: Turn | undefined
}

async function takeTurn<T>(
  { conversation, onPrompt }: CallStart<T>,
  { call, makeAction }: Preparation<T>,
  production: Production<T, never>,
  scope: CancelScope,
  context: Context,
): Promise<Work<T>> {
  const stopClock = startDeadline(call.settings, scope)
  try {
    const ledger = new Ledger(conversation.ledger)
    const action = makeAction ? await makeAction({ ...call, ledger, scope }) : call.action
    const result = await sample({
      action,
      context,
      ledger,
      scope,
      production,
      backend: call.backend,
      requirements: call.requirements,
      strategy: call.strategy,
      optionLayers: call.optionLayers,
      settings: call.settings,
      release: call.release,
      onFailure: call.onFailure,
      validateAll: call.validateAll,
      compile: call.compile,
      toolLoop: call.toolLoop,
      budgets: call.budgets,
      judge: call.judge,
      memory: new Map(),
    })
    const { settled, sampling, question } = result
    onPrompt(sampling.success ? sampling.result.prompt : sampling.best.prompt)
    if (!settled.ok || !question) return { result, turn: undefined }
    const { output } = settled
    return {
      result,
      turn: {
        messages: [question, ...output.steps.flatMap(({ messages }) => messages), output.message],
        output,
      },
    }
  } finally {
    stopClock()
  }
}
