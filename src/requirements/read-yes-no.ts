import type { JsonObject } from '../core/json.ts'

/** A judge's answer. */
export interface YesNo {
  readonly isYes: boolean
  /** What it said beside; perhaps nothing. */
  readonly why: string
}

/** The first word decides, white space and marks before it aside; a reply that begins otherwise is no verdict. */
export function readYesNo(reply: string): YesNo | undefined {
  const [, word, rest = ''] =
    /^[^\p{L}\p{N}]*(yes|no|y|n)(?!_?[\p{L}\p{N}])[^\p{L}\p{N}]*([\s\S]*)$/iu.exec(reply) ?? []
  return word === undefined ? undefined : { isYes: word.toLowerCase().startsWith('y'), why: rest.trim() }
}

/** A form for a judge that gave no verdict: there is room for little else. */
export const yesNoForm: JsonObject = {
  type: 'object',
  properties: {
    verdict: { type: 'string', enum: ['yes', 'no'] },
    reason: { type: 'string', maxLength: 200 },
  },
  required: ['verdict', 'reason'],
  additionalProperties: false,
}

/** A form that was not filled in as asked may still be readable as a plain reply. */
export function readYesNoForm(reply: string): YesNo | undefined {
  const [, verdict] = /"verdict"\s*:\s*"(yes|no)"/i.exec(reply) ?? []
  if (!verdict) return readYesNo(reply)
  const [, reason = ''] = /"reason"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(reply) ?? []
  return readYesNo(`${verdict}, ${reason}`)
}
