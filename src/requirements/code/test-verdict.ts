import type { Verdict } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { faultsText } from './code-fault.ts'
import type { SandboxLimits, SandboxOutcome } from './sandbox/run-sandboxed.ts'

interface TestedCode {
  readonly names: readonly string[]
  readonly code: string
  /** Its lines are not those that ran. */
  readonly isCompiled: boolean
  readonly limits: SandboxLimits
}

/** What became of code in the sandbox, for the model. */
export function testVerdict(outcome: SandboxOutcome, tested: TestedCode): Verdict {
  const { code, isCompiled, limits } = tested
  const told = (text: string): string => (isCompiled ? text.replace(/ \(line \d+\)$/, '') : text)
  switch (outcome.type) {
    case 'tested':
      return ofTests(
        outcome.outcomes.map((one) => one && told(one)),
        tested.names,
      )
    case 'syntax':
      return `This is not valid JavaScript.\n${faultsText([outcome], code)}`
    case 'import':
      return `The code imports ${shown(outcome.specifier)}. It must do without imports: only what is built into the language is there.`
    case 'threw':
      return `The code fails before it can be tested: ${told(outcome.message)}`
    case 'stuck':
      return 'The code waits at its top level for something that never comes.'
    case 'timeout':
      return `The code and its tests did not end within ${limits.timeoutMs} ms: look for a loop or a wait without end.`
    case 'memory':
      return `The code needs more than ${limits.memoryMb} MB of memory.`
    case 'changed':
      return `The code changes what is built in: ${outcome.what}. Leave it as it is.`
    case 'parsed':
      return { status: 'unknown', reason: 'The sandbox ran no test.' }
    case 'broken':
    default:
      return { status: 'unknown', reason: `The sandbox did not run: ${outcome.message}` }
  }
}

function ofTests(outcomes: readonly (string | null)[], names: readonly string[]): Verdict {
  const failed = outcomes.flatMap((why, index) =>
    why === '' ? [] : [`${shown(names[index])}: ${why ?? 'it never ends, or an earlier one does not'}`],
  )
  if (failed.length === 0) return true
  return `${failed.length} of ${names.length} tests fail.\n${failed.slice(0, 10).join('\n')}`
}
