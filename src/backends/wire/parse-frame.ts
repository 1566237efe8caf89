import { malformedReply } from '../../http/malformed-reply.ts'
import { maskSecrets } from '../../util/mask-secrets.ts'
import type { Sent } from '../../http/sent.ts'

/** The object that a frame spells. */
export function parseFrame(frame: string, sent: Sent, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    throw malformedReply('a part of the reply is not JSON', sent, {
      raw: frame,
      text,
      cause: complaint(frame, sent),
    })
  }
  // Google tells of failures in a list
  const [only, ...others]: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (typeof only === 'object' && only !== null && others.length === 0) return only as Record<string, unknown>
  throw malformedReply('a part of the reply is not a JSON object', sent, { raw: frame, text })
}

/** What the parser says quotes some of the text, cut anywhere: it has to see none of a secret. */
function complaint(frame: string, { secrets }: Sent): unknown {
  try {
    JSON.parse(maskSecrets(frame, secrets))
    return undefined
  } catch (cause) {
    return cause
  }
}
