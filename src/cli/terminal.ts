import type { Clock } from '../core/clock.ts'
import type { Machine } from './machine.ts'

/** Where a command writes to. */
export interface OutputStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** Where a command reads from. */
export interface InputStream extends AsyncIterable<string | Uint8Array> {
  readonly isTTY?: boolean | undefined
  /** Ends reading at once. */
  destroy?(): unknown
}

/** All that a command has of the outside. */
export interface Terminal extends Clock {
  readonly stdin: InputStream
  /** For results. */
  readonly stdout: OutputStream
  /** For everything that is said meanwhile. */
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ctrl-C. */
  readonly signal: AbortSignal
  /** Looked at only by the commands that tell of it. */
  readonly machine: () => Promise<Machine>
}

/** What a command tells the shell. */
export const ExitCode = { ok: 0, failed: 1, usage: 2, backend: 3, internal: 70, interrupted: 130 } as const
