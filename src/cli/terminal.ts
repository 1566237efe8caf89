/** Where a command writes to. */
export interface OutputStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** All that a command has of the outside. */
export interface Terminal {
  /** For results. */
  readonly stdout: OutputStream
  /** For everything that is said meanwhile. */
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ctrl-C. */
  readonly signal: AbortSignal
  /** In milliseconds. */
  readonly now: () => number
}

/** What a command tells the shell. */
export const ExitCode = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const
