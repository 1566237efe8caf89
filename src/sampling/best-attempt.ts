import type { Attempt } from '../core/sampling.ts'

/** One that was parsed before one that was not, then the most requirements met; of equals the latest. */
export function bestAttempt<T>(attempts: readonly Attempt<T>[]): Attempt<T> | undefined {
  const rank = ({ parsed, met }: Attempt<T>): number => (parsed.ok ? met : -1)
  return attempts.reduce<Attempt<T> | undefined>(
    (best, each) => (best && rank(best) > rank(each) ? best : each),
    undefined,
  )
}
