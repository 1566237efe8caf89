/** What went wrong, stable across releases. May grow in a minor release: keep a default branch. */
export type MelleaErrorCode =
  | 'invalid-option'
  | 'missing-variable'
  | 'schema-unsupported'
  | 'missing-peer'
  | 'unsupported'
  | 'unreachable'
  | 'unauthorized'
  | 'rate-limited'
  | 'quota-exhausted'
  | 'overloaded'
  | 'bad-request'
  | 'model-not-found'
  | 'context-overflow'
  | 'content-filtered'
  | 'refused'
  | 'truncated'
  | 'malformed-reply'
  | 'not-enforced'
  | 'timeout'
  | 'requirements-not-met'
  | 'precondition'
  | 'judge-undetermined'
  | 'budget-exhausted'
  | 'repeats'
  | 'text-withdrawn'
  | 'invalid-tool-call'
  | 'tool-failed'
  | 'blocked'
  | 'session-closed'
  | 'session-reentrant'
  | 'model-store'
  | 'engine-failed'

/** What an error of this library is made of; `code` is all that it needs. */
export interface MelleaErrorOptions extends ErrorOptions {
  readonly code: MelleaErrorCode
  /** Whether the same call may succeed later, unchanged. @default false */
  readonly retryable?: boolean | undefined
  /** What had been generated before it failed. */
  readonly text?: string | undefined
  /** The conversation as far as it went. */
  readonly context?: unknown
  /** The reply, or the part of it that could not be used, with keys removed. */
  readonly raw?: unknown
}

const marker: unique symbol = Symbol.for('mellea.error')

/**
 * Every error of this library: who, what, and what to do, with a stable `code`.
 *
 * The `AbortError` of your own signal is not in this family: it is rethrown untouched.
 *
 * @example
 * import { MelleaError, startSession } from 'mellea'
 * try {
 *   await startSession().instruct('Hi.')
 * } catch (error) {
 *   if (MelleaError.isInstance(error) && error.code === 'unreachable') console.error(error.message)
 * }
 */
export class MelleaError extends Error {
  static {
    Object.defineProperty(this.prototype, marker, { value: true })
  }

  readonly code: MelleaErrorCode
  readonly retryable: boolean
  // heavy or private: set non-enumerable, so that loggers do not print prompts
  declare readonly text: string | undefined
  declare readonly context: unknown
  declare readonly raw: unknown

  constructor(message: string, { code, retryable, text, context, raw, ...options }: MelleaErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
    this.retryable = retryable ?? false
    for (const [name, value] of Object.entries({ text, context, raw }))
      Object.defineProperty(this, name, { value, enumerable: false, configurable: true, writable: true })
  }

  /** Works across duplicate installs of the package, where `instanceof` does not. */
  static isInstance(error: unknown): error is MelleaError {
    return typeof error === 'object' && error !== null && marker in error
  }
}

/** An option, a name or an argument that cannot be used; thrown before anything is sent. */
export class OptionError extends MelleaError {
  constructor(
    message: string,
    options: Omit<MelleaErrorOptions, 'code'> & { readonly code?: MelleaErrorCode } = {},
  ) {
    super(message, { code: 'invalid-option', ...options })
  }
}
