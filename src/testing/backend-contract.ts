import type { ContractCase } from './contract-case.ts'
import { abortCases } from './backend-contract-abort.ts'
import { embedCases } from './backend-contract-embed.ts'
import { failureCases } from './backend-contract-failures.ts'
import { replyCases } from './backend-contract-replies.ts'
import { toolCases } from './backend-contract-tools.ts'
import type { BackendSubject } from './backend-subject.ts'

/**
 * What every backend over a wire must do, as cases for any test runner. Each runs over real connections against a server of the
 * subject's, and sleeps nowhere.
 *
 * @example
 * import { OllamaModelBackend } from 'mellea/backends/ollama'
 * import { backendContract, startFakeOllama } from 'mellea/testing'
 * const cases = backendContract({
 *   async start() {
 *     const server = await startFakeOllama()
 *     return { server, backend: new OllamaModelBackend({ baseURL: server.url }) }
 *   },
 *   unsupported: { candidates: 2 },
 *   schemaReceipt: 'enforced',
 * })
 * // for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
 */
export function backendContract(subject: BackendSubject): readonly ContractCase[] {
  return [...replyCases, ...toolCases, ...failureCases, ...abortCases, ...embedCases].map(
    ({ name, run, skip: skipped }) => {
      const skip = subject.skip?.[name] ?? skipped?.(subject)
      return {
        name,
        ...(skip !== undefined && { skip }),
        async run() {
          const { server, backend } = await subject.start()
          try {
            await run({ server, backend, subject })
          } finally {
            await server.close()
          }
        },
      }
    },
  )
}
