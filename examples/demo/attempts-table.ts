import type { LedgerTotals, SamplingResult } from 'mellea'

const headings = ['call', 'attempt', 'verdict', 'tokens', 'time', 'why'] as const

/** Every attempt in a line: what it was for, whether it passed, what it cost, and why it failed. */
export function attemptsTable(calls: { readonly [name: string]: SamplingResult<unknown> }): string {
  const rows = Object.entries(calls).flatMap(([name, { attempts }]) =>
    attempts.map(({ index, ok, usage, latencyMs, failures }) => [
      name,
      String(index),
      ok ? 'passed' : 'rejected',
      String(usage.totalTokens),
      `${(latencyMs / 1000).toFixed(1)} s`,
      failures
        .map((each) => each.result.reason ?? each.name)
        .join('; ')
        .replaceAll(/\s+/g, ' ')
        .slice(0, 60),
    ]),
  )
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function ledgerLine({
  calls,
  inputTokens,
  outputTokens,
  cachedInputTokens = 0,
  ms,
}: LedgerTotals): string {
  const tokens = `${inputTokens} tokens in (${cachedInputTokens} of them cached), ${outputTokens} out`
  return `Ledger: ${calls} calls of the model, ${tokens}, ${(ms / 1000).toFixed(1)} s.`
}
