import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import { textMessage, type MessagePart, type WireMessage } from '../core/message.ts'
import type { JsonObject } from '../core/json.ts'
import type { Cancellable } from '../util/cancel-scope.ts'
import { computeParts } from './compute-parts.ts'
import { rendered, renderScope } from './render-scope.ts'

export interface PromptRequest {
  readonly context: Context
  readonly action: Component<unknown>
  readonly modelId: string
  readonly systemPrompt?: string | undefined
  /** Said in words, for models that are not held to it by their server. */
  readonly schemaInWords?: JsonObject | undefined
  /** What the answer has to begin with, for models that cannot be made to. */
  readonly beginInWords?: string | undefined
  readonly scope: Cancellable
}

export interface RenderedPrompt {
  /** Everything that is sent. */
  readonly messages: readonly WireMessage[]
  /** The action's own message, as the conversation will remember it. */
  readonly question: WireMessage
}

/** Context and action as messages; waits for the parts that are still being computed. */
export async function renderPrompt(request: PromptRequest): Promise<RenderedPrompt> {
  const { context, action, modelId, systemPrompt, scope: work } = request
  const scope = renderScope(modelId, await computeParts(action, work))
  const question: WireMessage = { role: action.role ?? 'user', parts: rendered(action.render(scope)) }
  const asked = { ...question, parts: [...question.parts, ...inWords(request)] }
  const system = systemPrompt ? [textMessage('system', systemPrompt)] : []
  return { messages: [...system, ...context.view(), asked], question }
}

function inWords({ schemaInWords, beginInWords }: PromptRequest): readonly MessagePart[] {
  const said: string[] = []
  if (schemaInWords)
    said.push(
      `Answer with one JSON object that fits this JSON Schema, and nothing else:\n${JSON.stringify(schemaInWords)}`,
    )
  if (beginInWords) said.push(`Begin your answer with exactly this text: ${beginInWords}`)
  return said.map((text) => ({ type: 'text', text: `\n\n${text}` }))
}
