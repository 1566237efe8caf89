import type { BackendEvent, Capabilities } from '../core/backend.ts'
import type { EmbedReply } from '../core/embedding.ts'
import { BackendError } from '../core/backend-error.ts'
import type { Json } from '../core/json.ts'
import { MelleaError, type MelleaErrorCode } from '../core/errors.ts'

/** One call as it is written down: the request in a normal form, and everything that came back. */
export interface RecordedCall {
  readonly request: Json
  readonly events: readonly BackendEvent[]
  /** What it failed with, after the events. */
  readonly error?: RecordedError
}

/** One request for vectors. */
export interface RecordedEmbed {
  readonly request: Json
  /** The vectors are JSON in a text each: a line, not a page. */
  readonly reply?: Omit<EmbedReply, 'vectors'> & { readonly vectors: readonly string[] }
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
  /** Absent where nobody asked for vectors. */
  readonly embeds?: readonly RecordedEmbed[]
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
