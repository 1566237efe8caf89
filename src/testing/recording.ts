import type { BackendEvent, Capabilities, GenerateRequest } from '../core/backend.ts'
import type { Json } from '../core/json.ts'
import { MelleaError, type MelleaErrorCode } from '../core/errors.ts'
import { toBase64 } from '../util/base64.ts'

/** One call as it is written down: the request in a normal form, and everything that came back. */
export interface RecordedCall {
  readonly request: Json
  readonly events: readonly BackendEvent[]
  /** What it failed with, after the events. */
  readonly error?: { readonly message: string; readonly code?: MelleaErrorCode; readonly retryable?: boolean }
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
export function normalRequest({ signal: _, headers: __, ...request }: GenerateRequest): Json {
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

/** A recorded failure as the error that it was. */
export function replayedError({ message, code, retryable }: NonNullable<RecordedCall['error']>): Error {
  return code ? new MelleaError(message, { code, retryable }) : new Error(message)
}

export function recordedError(error: unknown): NonNullable<RecordedCall['error']> {
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
