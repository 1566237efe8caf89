import { MelleaError } from '../core/errors.ts'
import { textOf, type WireMessage } from '../core/message.ts'
import type { Parsed } from '../core/sampling.ts'
import type { AnyTool } from '../core/tool.ts'
import { readCalls, type ReadCalls } from '../tools/read-calls.ts'
import { readTextCalls } from '../tools/read-text-calls.ts'

/** What the calls of an answer are, and why it cannot be taken if one of them is wrong. */
export interface ReadAnswer extends ReadCalls {
  readonly wrong: Extract<Parsed<never>, { readonly ok: false }> | undefined
}

interface AnswerPlace {
  /** It ends in the middle. */
  readonly isCut: boolean
  /** What was said before it. */
  readonly earlier: readonly WireMessage[]
}

/** @param tools nothing where none were offered: then every call is taken as it is */
export async function readAnswer(
  message: WireMessage,
  tools: readonly AnyTool[] | undefined,
  { isCut, earlier }: AnswerPlace,
): Promise<ReadAnswer> {
  const read = await readCalls(withTextCalls(message, tools, earlier), tools, isCut)
  const errors = read.calls.flatMap((one) => (one.ok ? [] : [one.error]))
  const [first] = errors
  if (!first) return { ...read, wrong: undefined }
  return { ...read, wrong: { ok: false, error: errors.length === 1 ? first : ofAll(errors) } }
}

/** A repair is told of all of them. */
function ofAll(errors: readonly MelleaError[]): MelleaError {
  const code = errors.some((error) => error.code === 'truncated') ? 'truncated' : 'invalid-tool-call'
  return new MelleaError(errors.map(({ message }) => message).join(' '), {
    code,
    raw: errors.map(({ raw }) => raw),
  })
}

/** A server that does not know how its model calls gives the call as text, and a warning has said so: it is a call all the same. */
function withTextCalls(
  message: WireMessage,
  tools: readonly AnyTool[] | undefined,
  earlier: readonly WireMessage[],
): WireMessage {
  if (!tools || message.parts.some(({ type }) => type === 'tool-call')) return message
  const names = new Set(tools.map(({ name }) => name))
  const before = earlier.flatMap(({ parts }) => parts).filter(({ type }) => type === 'tool-call').length
  const { calls } = readTextCalls(textOf(message), names, before)
  return { ...message, parts: [...message.parts, ...calls] }
}
