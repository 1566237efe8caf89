import { malformedReply } from '../../http/malformed-reply.ts'
import type { Sent } from '../../http/sent.ts'

/** The object that a frame spells. */
export function parseFrame(frame: string, sent: Sent, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch (cause) {
    throw malformedReply('a part of the reply is not JSON', sent, { raw: frame, text, cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw malformedReply('a part of the reply is not a JSON object', sent, { raw: frame, text })
}
