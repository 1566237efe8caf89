import { OptionError } from '../core/errors.ts'
import { systemClock } from '../core/clock.ts'
import type { RunnableToolCall } from '../core/model-output.ts'
import { ToolMessage } from './tool-message.ts'

export interface CallToolsOptions {
  readonly signal?: AbortSignal | undefined
  /** How many run at once. @default 8 */
  readonly concurrency?: number | undefined
}

/**
 * Runs the tools that an answer calls, and gives the message with their results, in the order of the calls. A tool that fails is a result,
 * too: the model is told why.
 *
 * @example
 * import { callTools, startSession, tool } from 'mellea'
 * const now = tool({ name: 'now', doc: 'The time.', run: () => new Date().toISOString() })
 * const m = startSession({ contextType: 'chat' })
 * const asked = await m.chat('What time is it?', { tools: [now] })
 * if (asked.toolCalls.length > 0) await m.act(await callTools(asked), { tools: [now] })
 * @throws OptionError for an answer that calls nothing, and the reason of `signal` once that aborts.
 */
export async function callTools(
  { toolCalls }: { readonly toolCalls: readonly RunnableToolCall[] },
  { signal = new AbortController().signal, concurrency = 8 }: CallToolsOptions = {},
): Promise<ToolMessage> {
  if (toolCalls.length === 0)
    throw new OptionError('callTools(): the answer calls no tools. Look at `toolCalls.length` before.')
  const { runCalls } = await import('./run-calls.ts')
  const calls = toolCalls.map((call) => ({ call }))
  return new ToolMessage(await runCalls(calls, { signal, concurrency, now: () => systemClock.now() }))
}
