import type { GenerateRequest } from '../../core/backend.ts'
import { type Fit, withBody } from './fit.ts'

/** The same request, with `thinking` in the form of its provider. What the codec does by itself is left to it. */
export function thinkingInstead(request: GenerateRequest, fit: Fit): GenerateRequest {
  const { thinking, ...options } = request.options
  if (thinking === undefined || thinking === null) return request
  const { row, prefix, warnings } = fit
  const form = row.thinking ?? 'effort'
  if (form === 'template' || row.strictDialect) return request
  const bare = { ...request, options }
  const on = thinking !== false && thinking !== 'none'
  const level = typeof thinking === 'string' && on ? thinking : undefined
  const budget = budgetOf(thinking)
  const unsupported = (message: string): void => warnings.unsupported('thinking', `${prefix} ${message}`)

  if (form === 'no') {
    unsupported('cannot be told whether to think: nothing was sent.')
    return bare
  }
  if (form === 'flag')
    return withBody(bare, { enable_thinking: on, ...(budget !== undefined && { thinking_budget: budget }) })
  if (budget !== undefined)
    unsupported('cannot limit thinking to a number of tokens: it was only switched on.')
  if (form === 'type' || form === 'type-effort') {
    if (level !== undefined && form === 'type')
      unsupported(`knows no levels of thinking: it was only switched on.`)
    const effort = form === 'type-effort' && level !== undefined ? { reasoning_effort: level } : {}
    return withBody(bare, { thinking: { type: on ? 'enabled' : 'disabled' }, ...effort })
  }
  if (thinking === false && form === 'effort') {
    unsupported(
      "is not known to take an order not to think: nothing was sent. Say 'none' to a model that takes it.",
    )
    return bare
  }
  return withBody(bare, { reasoning_effort: on ? (level ?? 'medium') : 'none' })
}

function budgetOf(thinking: unknown): number | undefined {
  if (typeof thinking !== 'object' || thinking === null || !('maxTokens' in thinking)) return undefined
  return typeof thinking.maxTokens === 'number' ? thinking.maxTokens : undefined
}
