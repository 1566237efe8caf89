import { OptionError } from '../core/errors.ts'
import type { SamplingResult } from '../core/sampling.ts'
import { count, duration, price, several } from './amounts.ts'
import { callRecord, type Entry, type Outcome } from './call-record.ts'
import { outcomes, summary } from './summary.ts'
import { columns, fitting, harmless, padded } from './terminal-text.ts'

export interface ReportTableOptions {
  /** With colours, as ANSI sequences. @default false */
  readonly color?: boolean | undefined
  /** Columns of the terminal; lines are cut there. @default 100 */
  readonly width?: number | undefined
}

/**
 * What a call did, as lines for a terminal: its attempts with what became of each and why, and what all of it took.
 *
 * What a model wrote is shown without control characters, so it cannot play with the terminal.
 *
 * @example
 * import { startSession, words } from 'mellea'
 * import { reportTable } from 'mellea/report'
 * const call = startSession().instruct('Greet Ada.', { requirements: [words.max(3)] })
 * console.log(reportTable(await call.sampling(), { color: process.stdout.isTTY, width: process.stdout.columns }))
 * @throws OptionError for a width below 40.
 */
export function reportTable(sampling: SamplingResult<unknown>, options: ReportTableOptions = {}): string {
  const { color = false, width = 100 } = options
  if (!(width >= 40)) throw new OptionError(`reportTable: width must be a number from 40 up, got ${width}.`)
  const paint = color ? ansi : (_style: Style, text: string): string => text
  const record = callRecord(sampling)
  const hasCost = record.entries.some(({ cost }) => cost !== undefined)
  const cells = [header(hasCost), ...record.entries.map((entry) => cellsOf(entry, hasCost))]
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => columns(row[column] ?? ''))),
  )
  const rows = cells.map((row) =>
    row.map((cell, at) => padded(cell, widths[at] ?? 0, at > 3 ? 'left' : 'right')).join('  '),
  )
  const lines = record.entries.flatMap((entry, index) => {
    const line = fitting(rows[index + 1] ?? '', width).trimEnd()
    const details = detailsOf(entry).map((text) => paint('dim', fitting(`      ${harmless(text)}`, width)))
    return [paint(styles[entry.outcome], line), ...details]
  })
  const facts = summary(record).map(([name, value]) =>
    fitting(`${padded(name, 9)} ${harmless(value)}`, width),
  )
  return [paint('bold', fitting(rows[0] ?? '', width).trimEnd()), ...lines, '', ...facts].join('\n')
}

function header(hasCost: boolean): readonly string[] {
  return ['  #', 'outcome', 'for', 'model', 'met', 'in', 'out', 'time', ...(hasCost ? ['cost'] : [])]
}

function cellsOf(entry: Entry, hasCost: boolean): readonly string[] {
  const { sign, word } = outcomes[entry.outcome]
  const { met } = entry
  return [
    padded(String(entry.index), 3, 'left'),
    `${sign} ${word}`,
    entry.purpose,
    fitting(harmless(entry.model), 28),
    met ? `${met[0]}/${met[1]}` : '',
    count(entry.inputTokens),
    count(entry.outputTokens),
    duration(entry.ms),
    ...(hasCost ? [entry.cost === undefined ? '?' : price(entry.cost)] : []),
  ]
}

function detailsOf({ text, reasons, judges, judgeTokens, retries }: Entry): readonly string[] {
  return [
    ...(text === undefined ? [] : [`"${text}"`]),
    ...reasons.map((reason) => `- ${reason}`),
    ...(judges.length > 0
      ? [`${several(judges.length, 'judgement', 'judgements')}, ${count(judgeTokens)} tokens`]
      : []),
    ...(retries > 0 ? [several(retries, 'retry', 'retries')] : []),
  ]
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

const styles: Readonly<Record<Outcome, Style>> = {
  chosen: 'green',
  passed: 'green',
  rejected: 'yellow',
  unchecked: 'dim',
  cancelled: 'dim',
  failed: 'red',
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

function ansi(style: Style, text: string): string {
  const [on, off] = codes[style]
  return `\u001B[${on}m${text}\u001B[${off}m`
}
