import type { Vector } from '../../core/embedding.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import type { Sent } from '../../http/sent.ts'

/** What a server says are `count` vectors, if that is what they are. */
export function toVectors(value: unknown, count: number, sent: Sent): readonly Vector[] {
  if (Array.isArray(value) && value.length === count && value.every(isVector)) return value
  const got = Array.isArray(value) ? `${value.length} entries, not all of them vectors` : 'none'
  const what = `the reply should hold ${count} vectors, and has ${got}`
  throw malformedReply(what, sent, { raw: JSON.stringify(value)?.slice(0, 2000) ?? '', text: '' })
}

function isVector(value: unknown): value is Vector {
  return Array.isArray(value) && value.length > 0 && value.every((each) => Number.isFinite(each))
}
