import type { Backend, Capabilities, GenerateRequest } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import { isObject } from '../core/schema-shape.ts'
import type { AnyTool } from '../core/tool.ts'
import { shown } from '../util/shown.ts'

/** The options of a call that speak of tools. */
export interface ToolOptions {
  readonly tools: unknown
  readonly toolChoice: unknown
}

/** The tools of a request, as they are and as they go over the wire. */
export interface OfferedTools extends Pick<GenerateRequest, 'tools' | 'toolChoice'> {
  readonly own: readonly AnyTool[]
}

/** @throws OptionError for what is no tool, two tools of one name, a choice that is not offered, and a model that cannot call. */
export function offerTools(
  { tools, toolChoice }: ToolOptions,
  { provider, modelId }: Pick<Backend, 'provider' | 'modelId'>,
  can: Pick<Capabilities, 'tools'>,
): OfferedTools {
  const own = Array.isArray(tools) ? tools.map(toTool) : []
  for (const [at, { name }] of own.entries())
    if (own.findIndex((each) => each.name === name) < at)
      throw new OptionError(`tools: two of them are called "${name}". Give each a name of its own.`)
  const choice = toChoice(toolChoice, own)
  if (own.length === 0) return { own }
  if (!can.tools)
    throw new OptionError(
      `${provider} (${modelId}): this model cannot call tools. Leave \`tools\` out, or use a model that can.`,
      { code: 'unsupported' },
    )
  return {
    own,
    tools: own.map(({ name, doc, schema }) => ({
      type: 'function',
      name,
      ...(doc !== '' && { description: doc }),
      schema,
    })),
    ...(choice !== undefined && { toolChoice: choice }),
  }
}

function toTool(tool: unknown): AnyTool {
  if (isTool(tool)) return tool
  throw new OptionError(`tools: each is made by \`tool({ name, doc, input, run })\`; got ${shown(tool)}.`)
}

function isTool(value: unknown): value is AnyTool {
  if (typeof value !== 'object' || value === null) return false
  const { name, schema, run } = value as { readonly [name: string]: never }
  return typeof name === 'string' && isObject(schema) && typeof run === 'function'
}

function toChoice(choice: unknown, tools: readonly AnyTool[]): GenerateRequest['toolChoice'] {
  if (choice === undefined || choice === 'auto' || choice === 'none') return choice
  const names = tools.map(({ name }) => name)
  if (choice === 'required' && names.length > 0) return choice
  const name: unknown = choice === 'required' ? undefined : Object(choice).name
  if (typeof name === 'string' && names.includes(name)) return { name }
  throw new OptionError(
    `toolChoice: ${shown(choice)} needs a tool that is offered; \`tools\` has ${names.join(', ') || 'none'}.`,
  )
}
