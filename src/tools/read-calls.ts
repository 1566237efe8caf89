import { dropAddedNulls } from '../core/drop-added-nulls.ts'
import type { Warning } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import { issueText } from '../core/issue-text.ts'
import type { Json } from '../core/json.ts'
import type { MessagePart, ToolCallPart, WireMessage } from '../core/message.ts'
import type { ToolCallReading } from '../core/sampling.ts'
import type { AnyTool } from '../core/tool.ts'
import { lenientJson } from '../util/lenient-json.ts'
import { coerceToSchema } from './coerce-to-schema.ts'
import { ToolCallOf } from './runnable-call.ts'

export interface ReadCalls {
  /** The answer, with what could be repaired of its arguments. */
  readonly message: WireMessage
  /** In the order of the answer. */
  readonly calls: readonly ToolCallReading[]
  readonly warnings: readonly Warning[]
}

/**
 * The calls of an answer: arguments are read, repaired where their JSON can mean one thing only, and validated. Without `tools` nothing
 * is checked, since nobody knows what they should be.
 *
 * @param isCut the answer was cut off: what is incomplete is not completed
 */
export async function readCalls(
  { parts, ...message }: WireMessage,
  tools: readonly AnyTool[] | undefined,
  isCut = false,
): Promise<ReadCalls> {
  const read = await Promise.all(apart(parts).map((part) => readPart(part, tools, isCut)))
  return {
    message: { ...message, parts: read.map(({ part }) => part) },
    calls: read.flatMap((one) => ('read' in one ? [one.read] : [])),
    warnings: read.flatMap((one) => ('warning' in one && one.warning ? [one.warning] : [])),
  }
}

/** Some servers give several calls one id: results could not be told apart. */
function apart(parts: readonly MessagePart[]): readonly MessagePart[] {
  const ids = new Set<string>()
  return parts.map((part) => {
    if (part.type !== 'tool-call') return part
    let id = part.id
    for (let again = 2; ids.has(id); again++) id = `${part.id}_${again}`
    ids.add(id)
    return id === part.id ? part : { ...part, id }
  })
}

async function readPart(
  part: MessagePart,
  tools: readonly AnyTool[] | undefined,
  isCut: boolean,
): Promise<ReadPart | { readonly part: MessagePart }> {
  return part.type === 'tool-call' && part.ranOn !== 'server' ? readCall(part, tools, isCut) : { part }
}

interface ReadPart {
  readonly part: MessagePart
  readonly read: ToolCallReading
  readonly warning?: Warning
}

async function readCall(
  part: ToolCallPart,
  tools: readonly AnyTool[] | undefined,
  isCut: boolean,
): Promise<ReadPart> {
  const { id, name, arguments: written } = part
  const tool = tools?.find((each) => each.name === name)
  const wrong = (error: MelleaError, args: unknown = written): ReadPart => ({
    part,
    read: { ok: false, call: new ToolCallOf({ id, name, args }, undefined), error },
  })
  if (tools && !tool) return wrong(unknownTool(part, tools))
  const args = written.trim() === '' ? {} : parsed(written, isCut)
  if (args === undefined) {
    if (tools) return wrong(isCut ? cutOff(part) : notJson(part))
    return { part, read: { ok: true, call: new ToolCallOf({ id, name, args: written }, undefined) } }
  }
  if (!tool) return { part, read: { ok: true, call: new ToolCallOf({ id, name, args }, undefined) } }
  const found = await validated(tool, args)
  if ('issues' in found) return wrong(invalid(part, found.issues), args)
  const call = new ToolCallOf({ id, name, args: found.value }, tool)
  const sent = JSON.stringify(found.sent)
  if (JSON.stringify(strict(written)) === sent) return { part, read: { ok: true, call } }
  return { part: { ...part, arguments: sent }, read: { ok: true, call }, warning: repaired(part, sent) }
}

function strict(written: string): Json | undefined {
  if (written.trim() === '') return {}
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

function parsed(written: string, isCut: boolean): Json | undefined {
  const value = strict(written)
  // some say null for no arguments, and some write the object as a text
  if (value === null) return {}
  if (value !== undefined && typeof value !== 'string') return value
  return isCut ? value : (meant(value ?? written) ?? value)
}

function meant(text: string): Json | undefined {
  // what it reads is JSON
  return lenientJson(text) as Json | undefined
}

/** As the model wrote them, else without the nulls of strict dialects, else with numbers for texts that are numbers, and the like. */
async function validated(
  { input, schema }: AnyTool,
  args: Json,
): Promise<{ readonly sent: Json; readonly value: unknown } | { readonly issues: string }> {
  const dropped = dropAddedNulls(args, schema)
  let issues: string | undefined
  for (const sent of [args, dropped, coerceToSchema(dropped, schema)]) {
    const result = await input['~standard'].validate(sent)
    if (!result.issues) return { sent, value: result.value }
    issues ??= result.issues.map((issue) => issueText(issue, sent)).join('; ')
  }
  return { issues: issues ?? '' }
}

function repaired({ name, arguments: written }: ToolCallPart, sent: string): Warning {
  const message = `The arguments of a call of "${name}" were repaired: ${written} was read as ${sent}.`
  return { code: 'repaired-arguments', option: 'tools', message }
}

function wrongCall(message: string, { arguments: raw }: ToolCallPart): MelleaError {
  return new MelleaError(message, { code: 'invalid-tool-call', raw })
}

function unknownTool(part: ToolCallPart, tools: readonly AnyTool[]): MelleaError {
  const names = tools.map(({ name }) => name).join(', ')
  return wrongCall(`There is no tool "${part.name}". The tools are: ${names}.`, part)
}

function notJson(part: ToolCallPart): MelleaError {
  return wrongCall(
    `The arguments of ${part.name} are no JSON: ${part.arguments} Call it again with one JSON object.`,
    part,
  )
}

function cutOff({ name, arguments: raw }: ToolCallPart): MelleaError {
  return new MelleaError(
    `The call of ${name} was cut off by the token limit before its arguments were complete.`,
    { code: 'truncated', raw },
  )
}

function invalid(part: ToolCallPart, issues: string): MelleaError {
  return wrongCall(`The arguments of ${part.name} are wrong: ${issues}.`, part)
}
