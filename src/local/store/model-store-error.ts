import { MelleaError, type MelleaErrorCode } from '../../core/errors.ts'

/** One place where the store looked, and why that led nowhere. */
export interface StoreAttempt {
  readonly where: 'file' | 'cache' | 'hub' | 'package'
  /** The path, repository or package. */
  readonly what: string
  readonly reason: string
  readonly code: MelleaErrorCode
}

/**
 * A model that could not be had: everything that was tried, in order, and what to do.
 *
 * `code` is `unauthorized` where a license or a token stands in the way, `unreachable` where no server answered,
 * `model-not-found` where everybody said that there is no such model, and `model-store` otherwise.
 */
export class ModelStoreError extends MelleaError {
  readonly id: string
  readonly attempts: readonly StoreAttempt[]

  constructor(id: string, attempts: readonly StoreAttempt[], remedies: readonly string[]) {
    const tried = attempts.map(
      ({ where, what, reason }, index) => `  ${index + 1}. ${where} ${what}: ${reason}`,
    )
    const todo = remedies.length === 0 ? [] : ['What to do:', ...remedies.map((line) => `  - ${line}`)]
    const code = codeOf(attempts)
    super([`The model '${id}' could not be had. Tried, in this order:`, ...tried, ...todo].join('\n'), {
      code,
      retryable: code === 'unreachable',
    })
    this.id = id
    this.attempts = attempts
  }
}

function codeOf(attempts: readonly StoreAttempt[]): MelleaErrorCode {
  const remote = attempts.filter(({ where }) => where === 'hub').map(({ code }) => code)
  if (remote.includes('unauthorized')) return 'unauthorized'
  if (attempts.every(({ code }) => code === 'model-not-found')) return 'model-not-found'
  return remote.includes('unreachable') ? 'unreachable' : 'model-store'
}
