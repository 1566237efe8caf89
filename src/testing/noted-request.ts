import type { Json } from '../core/json.ts'
import { normalRequest } from '../core/normal-request.ts'
import { maskNamed } from '../util/mask-secrets.ts'

/** A request as a recording holds it: in its normal form, without the keys that options and bodies may carry. */
export function notedRequest(request: Parameters<typeof normalRequest>[0]): Json {
  return JSON.parse(JSON.stringify(normalRequest(request)), maskNamed)
}
