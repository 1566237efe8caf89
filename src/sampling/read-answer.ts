import { MelleaError } from '../core/errors.ts'
import type { WireMessage } from '../core/message.ts'
import type { Parsed } from '../core/sampling.ts'
import type { AnyTool } from '../core/tool.ts'
import { readCalls, type ReadCalls } from '../tools/read-calls.ts'

/** What the calls of an answer are, and why it cannot be taken if one of them is wrong. */
export interface ReadAnswer extends ReadCalls {
  readonly wrong: Extract<Parsed<never>, { readonly ok: false }> | undefined
}

/** @param tools nothing where none were offered: then every call is taken as it is */
export async function readAnswer(
  message: WireMessage,
  tools: readonly AnyTool[] | undefined,
  isCut: boolean,
): Promise<ReadAnswer> {
  const read = await readCalls(message, tools, isCut)
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
