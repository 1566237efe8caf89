import { paint, type Style } from '../paint.ts'
import type { Terminal } from '../terminal.ts'
import type { Check } from './check.ts'

const styles: Readonly<Record<Check['status'], Style>> = { ok: 'green', missing: 'red', note: 'yellow' }

/** The checks for people: a line each, below it what mends it, at the end what they come to. */
export function doctorText(checks: readonly Check[], terminal: Terminal): string {
  const colour = paint(terminal.stdout, terminal)
  const indent = ' '.repeat(18)
  const lines = checks.flatMap(({ name, status, text, remedy }) => [
    `${colour(styles[status], status.padEnd(7))}  ${name.padEnd(7)}  ${text}`,
    ...(remedy ? [`${indent}${colour('bold', remedy)}`] : []),
  ])
  return `${[...lines, '', summary(checks)].join('\n')}\n`
}

function summary(checks: readonly Check[]): string {
  const backends = checks.flatMap(({ backend }) => backend ?? [])
  if (backends.length > 0)
    return `Can answer: ${backends.join(', ')}. Try: m ask "Hello." ${flagsFor(backends)}`.trimEnd()
  return 'No backend is known to answer. One is enough: ollama; openai; or engine and models, for a model in this process.'
}

/** What `m ask` finds by itself needs no flag. */
function flagsFor(backends: readonly string[]): string {
  return backends.every((backend) => backend === 'openai') ? '--backend openai --model ID' : ''
}
