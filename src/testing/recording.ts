import type { BackendEvent, Capabilities, GenerateRequest } from '../core/backend.ts'
import { BackendError } from '../core/backend-error.ts'
import type { Json } from '../core/json.ts'
import { MelleaError, type MelleaErrorCode } from '../core/errors.ts'
import { fromBase64, toBase64 } from '../util/base64.ts'

/** One call as it is written down: the request in a normal form, and everything that came back. */
export interface RecordedCall {
  readonly request: Json
  readonly events: readonly BackendEvent[]
  /** What it failed with, after the events. */
  readonly error?: RecordedError
}

export interface RecordedError {
  readonly message: string
  readonly code?: MelleaErrorCode
  readonly retryable?: boolean
  readonly provider?: string
  readonly status?: number
  readonly retryAfterMs?: number
}

/** The versioned file of a recording. */
export interface Recording {
  readonly mellea: 1
  readonly provider: string
  readonly modelId: string
  readonly capabilities?: Capabilities
  readonly calls: readonly RecordedCall[]
}

/** What makes two requests the same: all but signal and headers, keys in order, bytes as base64. Headers hold keys, and never get here. */
export function normalRequest({ signal: _signal, headers: _headers, ...request }: GenerateRequest): Json {
  return JSON.parse(JSON.stringify(sorted(request)))
}

/** Keys in alphabetical order, at every depth. */
function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: toBase64(value) }
  if (value instanceof URL) return value.href
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}

/** Events as JSON can hold them: bytes and addresses under a key of their own. */
export function eventToJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { '~base64': toBase64(value) }
  if (value instanceof URL) return { '~url': value.href }
  if (Array.isArray(value)) return value.map(eventToJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, eventToJson(each)]))
}

/** The way back. */
export function eventFromJson<E>(value: E): E {
  return revived(value) as E
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived)
  if (typeof value !== 'object' || value === null) return value
  const { '~base64': base64, '~url': url } = value as { readonly [key: string]: unknown }
  if (typeof base64 === 'string') return fromBase64(base64)
  if (typeof url === 'string') return new URL(url)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each)]))
}

/** A recorded failure as the error that it was. */
export function replayedError({ provider, message, code, ...facts }: RecordedError): Error {
  if (!code) return new Error(message)
  if (provider === undefined) return new MelleaError(message, { code, ...facts })
  // the recorded message has the provider in front already
  return new BackendError(message.replace(`${provider}: `, ''), { provider, code, ...facts })
}

export function recordedError(error: unknown): RecordedError {
  if (error instanceof BackendError) {
    const { message, code, retryable, provider, status, retryAfterMs } = error
    return {
      message,
      code,
      retryable,
      provider,
      ...(status && { status }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }
  }
  if (MelleaError.isInstance(error))
    return { message: error.message, code: error.code, retryable: error.retryable }
  return { message: error instanceof Error ? error.message : String(error) }
}

/** @throws MelleaError when the text is no recording of an edition that we read. */
export function parseRecording(text: string, file: string): Recording {
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed === 'object' && parsed !== null && Reflect.get(parsed, 'mellea') === 1)
    return parsed as Recording
  throw new MelleaError(`${file} is no recording of this library: delete it to record anew.`, {
    code: 'unsupported',
  })
}
