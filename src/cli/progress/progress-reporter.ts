import type { PrepareProgress } from '../../core/backend.ts'
import type { Terminal } from '../terminal.ts'
import { progressLine } from './progress-line.ts'
import { transferRate, type TransferRate } from './transfer-rate.ts'

/** Shows progress to a person: a line that changes on a terminal, else a line each tenth. */
export interface ProgressReporter {
  readonly report: (progress: PrepareProgress) => void
  /** Writes a line of its own. */
  readonly say: (line: string) => void
  /** Leaves the terminal clean. */
  readonly end: () => void
  /** The last that was reported. */
  readonly last: PrepareProgress | undefined
}

const REDRAW_MS = 100
const ERASE = '\r\u001B[K'

export function progressReporter(terminal: Pick<Terminal, 'stderr' | 'env' | 'now'>): ProgressReporter {
  const { stderr, env } = terminal
  const now = (): number => terminal.now()
  const isLive = stderr.isTTY === true && env['TERM'] !== 'dumb'
  let last: PrepareProgress | undefined
  let rate: TransferRate = transferRate()
  let drawnAt = -Infinity
  let tenth = -1
  let isOpen = false

  const erase = (): void => {
    if (isOpen) stderr.write(ERASE)
    isOpen = false
  }
  const draw = (progress: PrepareProgress, bytesPerSecond: number | undefined): void => {
    const isDone = progress.completedBytes !== undefined && progress.completedBytes === progress.totalBytes
    if (!isDone && now() - drawnAt < REDRAW_MS) return
    drawnAt = now()
    // the last column would wrap on some terminals
    stderr.write(ERASE + progressLine(progress, bytesPerSecond, (stderr.columns || 80) - 1))
    isOpen = true
  }
  const print = (progress: PrepareProgress, bytesPerSecond: number | undefined): void => {
    const { phase, completedBytes = 0, totalBytes } = progress
    const reached = totalBytes ? Math.floor((completedBytes / totalBytes) * 10) : 0
    // loading is over in seconds: in a log one line says it
    if (reached <= tenth || (phase === 'loading' && tenth >= 0)) return
    tenth = reached
    stderr.write(`${progressLine(progress, bytesPerSecond, Infinity)}\n`)
  }
  return {
    report: (progress) => {
      if (progress.phase !== last?.phase || progress.what !== last.what) {
        rate = transferRate()
        drawnAt = -Infinity
        tenth = -1
      }
      last = progress
      const bytesPerSecond = rate.note(progress.completedBytes ?? 0, now())
      if (isLive) draw(progress, bytesPerSecond)
      else print(progress, bytesPerSecond)
    },
    say: (line) => {
      erase()
      stderr.write(`${line}\n`)
    },
    end: erase,
    get last() {
      return last
    },
  }
}
