import { nextPiece, type PiecePace } from './piece-pace.ts'

export interface PrefillOptions {
  readonly evaluate: (tokens: readonly number[]) => Promise<void>
  readonly pace: PiecePace
  readonly signal: AbortSignal
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /** Told after every piece how many tokens are in. */
  readonly onPiece: (done: number) => void
}

/** Reads a prompt in pieces; between them it listens to the signal, which the engine does not. */
export async function prefill(
  tokens: readonly number[],
  from: number,
  { evaluate, pace, signal, now, onPiece }: PrefillOptions,
): Promise<void> {
  for (let at = from; at < tokens.length;) {
    signal.throwIfAborted()
    const count = nextPiece(pace.size, tokens.length - at)
    const started = now()
    await evaluate(tokens.slice(at, at + count))
    pace.learn(count, now() - started)
    at += count
    onPiece(at)
  }
  signal.throwIfAborted()
}
