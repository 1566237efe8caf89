import type { Component } from '../core/component.ts'
import { MelleaError } from '../core/errors.ts'
import { Ledger } from '../core/ledger.ts'
import type { WireMessage } from '../core/message.ts'
import { RunningCall, type CallOutcome, type CallShape, type Production } from '../core/running-call.ts'
import type { JudgeSide } from '../sampling/ask-judge.ts'
import { sample, type Sampled } from '../sampling/sample.ts'
import { linkSignals } from '../util/link-signals.ts'
import type { Conversation } from './conversation.ts'
import type { PreparedCall } from './prepare-call.ts'

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
export function startCall<T>({
  conversation,
  signal,
  prepare,
  onPrompt,
}: CallStart<T>): RunningCall<T, never> {
  let prepared: Preparation<T>
  try {
    prepared = prepare()
  } catch (error) {
    return new RunningCall(() => Promise.reject(error))
  }
  const { call, shape, makeAction } = prepared
  // linked before the call starts, so that waiting in the queue can be cancelled, too
  const link = linkSignals(signal, conversation.signal)
  const turn = conversation.enqueue<Sampled<T>>(link.signal)
  const produce = async (production: Production<T, never>): Promise<CallOutcome<T, never>> => {
    const follow = (): void => link.abort(production.signal.reason)
    production.signal.addEventListener('abort', follow, { once: true })
    if (production.signal.aborted) follow()
    try {
      return await turn(async (context) => {
        const stopClock = startDeadline(call, link.abort)
        try {
          const ledger = new Ledger(conversation.ledger)
          const side = { ...call, ledger, signal: link.signal }
          const action = makeAction ? await makeAction(side) : call.action
          const result = await sample({ ...side, action, context, production })
          const { settled, sampling, question } = result
          onPrompt(sampling.success ? sampling.result.prompt : sampling.best.prompt)
          const output = settled.ok ? settled.output : undefined
          return { result, turn: output && question && { messages: [question, output.message], output } }
        } finally {
          stopClock()
        }
      })
    } finally {
      production.signal.removeEventListener('abort', follow)
      link.unlink()
    }
  }
  return new RunningCall(produce, shape)
}

function startDeadline(
  { settings: { clock, timeout } }: Pick<PreparedCall<never>, 'settings'>,
  abort: (reason: unknown) => void,
): () => void {
  const { total } = timeout
  if (total === undefined) return () => {}
  return clock.after(total, () =>
    abort(
      new MelleaError(
        `The call took longer than ${total} ms, attempts, judges and retries included. Raise \`timeout\`.`,
        { code: 'timeout' },
      ),
    ),
  )
}
