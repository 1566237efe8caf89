import type { ContractCase } from './contract-case.ts'
import { choiceCases } from './strategy-contract-choice.ts'
import { conductCases } from './strategy-contract-conduct.ts'
import { onStage, type StrategySubject } from './strategy-subject.ts'

/**
 * What every strategy must do, as cases for any test runner: it chooses among checked attempts alone, makes no more of them than it may,
 * leaves nothing running, and its books are complete. No model, no network, no time.
 *
 * @example
 * import type { SamplingStrategy } from 'mellea'
 * import { strategyContract } from 'mellea/testing'
 * const patient = (n: number): SamplingStrategy => ({
 *   name: 'patient',
 *   async sample(run) {
 *     for (let i = 0; i < n; i++) {
 *       const attempt = await run.attempt()
 *       if (attempt.ok) return attempt
 *     }
 *     return undefined
 *   },
 * })
 * const cases = strategyContract({ make: ({ n }) => patient(n) })
 * // for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
 */
export function strategyContract(subject: StrategySubject): readonly ContractCase[] {
  return [...choiceCases, ...conductCases].map((stageCase) => {
    const skip = subject.skip?.[stageCase.name] ?? stageCase.skip?.(subject)
    return {
      name: stageCase.name,
      ...(skip !== undefined && { skip }),
      run: () => stageCase.run(onStage(stageCase, subject)),
    }
  })
}
