import type { PrepareProgress } from '../../core/backend.ts'
import type { Transport } from '../../http/transport.ts'
import type { RunProcess } from './run-process.ts'

/** What one call of the store works with: everything that varies, handed in. */
export interface Pull {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly transport: Transport
  readonly run: RunProcess
  /** Waits, or rejects with the signal's reason. In milliseconds. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** How long a server may stay silent, in milliseconds. */
  readonly idleTimeoutMs: number
  readonly signal: AbortSignal
  readonly report: (progress: PrepareProgress) => void
  /** Takes a line that a person should read. */
  readonly say: (line: string) => void
}
