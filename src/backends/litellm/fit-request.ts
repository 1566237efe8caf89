import type { GenerateRequest } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { type Fit, withBody } from './fit.ts'
import { schemaInstead } from './schema-instead.ts'
import { thinkingInstead } from './thinking-instead.ts'

/** What the members of a body are called that portable options become. */
const memberOf: { readonly [option: string]: string } = {
  maxNewTokens: 'max_tokens',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  stopSequences: 'stop',
  thinking: 'reasoning_effort',
}

/**
 * A request that this provider takes: what it has no use for is gone, what it calls otherwise has its name.
 *
 * @throws OptionError `unsupported` where something would have to go and `drop_params` is false.
 */
export function fitRequest(request: GenerateRequest, fit: Fit): GenerateRequest {
  const refused = refusedBy(fit)
  const dropped: string[] = []
  const without = (member: string): boolean => {
    if (fit.control.unwanted.has(member)) return true
    if (!refused.has(member)) return false
    dropped.push(member)
    return true
  }
  const options: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(request.options)) {
    const member = memberOf[name] ?? name
    if (value !== undefined && !without(member)) options[fit.row.rename?.[member] ?? name] = value
  }
  const { tools, toolChoice, schema, candidates, ...rest } = unforbidden(request, refused)
  const kept: GenerateRequest = {
    ...rest,
    options,
    ...(tools && tools.length > 0 && !without('tools') && { tools }),
    ...(toolChoice !== undefined && !without('tool_choice') && { toolChoice }),
    ...(schema && { schema }),
    ...(candidates !== undefined && candidates > 1 && !without('n') && { candidates }),
  }
  const shown = schema && without('response_format') ? 'shown' : fit.row.schema
  settle(dropped, fit)
  const thought = thinkingInstead(kept, fit)
  const shaped = schema && shown ? schemaInstead(thought, shown, fit) : thought
  return fit.row.streamUsage === false ? withBody(shaped, { stream_options: undefined }) : shaped
}

/** Whoever cannot be told that nothing may be called is offered nothing. */
function unforbidden(request: GenerateRequest, refused: ReadonlySet<string>): GenerateRequest {
  if (request.toolChoice !== 'none' || !refused.has('tool_choice')) return request
  const { tools: _, toolChoice: _choice, ...rest } = request
  return rest
}

function refusedBy({ row, model, control }: Fit): ReadonlySet<string> {
  const names = new Set(row.unsupported)
  for (const [part, more] of Object.entries(row.unsupportedBy ?? {}))
    if (model.includes(part)) for (const name of more) names.add(name)
  for (const name of control.allowed) names.delete(name)
  return names
}

function settle(dropped: readonly string[], { prefix, control, warnings }: Fit): void {
  if (dropped.length === 0) return
  const list = dropped.map((name) => `"${name}"`).join(', ')
  if (!control.dropParams)
    throw new OptionError(
      `${prefix} has no ${list}: leave it out, say drop_params: true, or name it in allowed_openai_params.`,
      { code: 'unsupported' },
    )
  for (const name of dropped) warnings.unsupported(name, `${prefix} has no "${name}": it was left out.`)
}
