import type { Component } from '../core/component.ts'
import { OptionError } from '../core/errors.ts'
import type { ToolResultPart } from '../core/message.ts'
import { shown } from '../util/shown.ts'
import { toResultPart, type ToolResult } from './result-part.ts'

/**
 * The results of tools, for the model that called them: what is said next in a chat. One message holds the results of all calls of
 * an answer.
 *
 * @example
 * import { startSession, tool, ToolMessage } from 'mellea'
 * const now = tool({ name: 'now', doc: 'The time.', run: () => new Date().toISOString() })
 * const m = startSession({ contextType: 'chat' })
 * const asked = await m.chat('What time is it?', { tools: [now] })
 * const results = await Promise.all(asked.toolCalls.map(async (call) => ({ call, output: await call.run() })))
 * const { value } = await m.act(new ToolMessage(results), { tools: [now] })
 */
export class ToolMessage implements Component<string> {
  readonly kind = 'tool-message'
  readonly role = 'tool'
  readonly results: readonly ToolResult[]

  /** @throws OptionError for no results, and for one without its call. */
  constructor(results: readonly ToolResult[]) {
    if (!Array.isArray(results) || results.length === 0)
      throw new OptionError('new ToolMessage(): give the results of the calls, one at least.')
    for (const each of results)
      if (typeof each?.call?.id !== 'string' || typeof each.call.name !== 'string')
        throw new OptionError(`new ToolMessage(): a result is { call, output }; got ${shown(each)}.`)
    this.results = [...results]
  }

  render(): readonly ToolResultPart[] {
    return this.results.map(toResultPart)
  }
}
