import { modelStore } from '../../local/store/model-store.ts'
import { progressReporter } from '../progress/progress-reporter.ts'
import { ExitCode, type Terminal } from '../terminal.ts'
import type { Check } from './check.ts'
import { doctorText } from './doctor-text.ts'
import { localChecks } from './local-checks.ts'
import { machineChecks } from './machine-checks.ts'
import { networkChecks } from './network-checks.ts'
import { ollamaCheck } from './ollama-check.ts'
import { openaiCheck } from './openai-check.ts'

export interface DoctorArguments {
  readonly online: boolean
  readonly json: boolean
}

/** Runs `m doctor`; gives the exit status. */
export async function runDoctor({ online, json }: DoctorArguments, terminal: Terminal): Promise<number> {
  const { signal, stdout, stderr } = terminal
  const reporter = progressReporter(terminal)
  try {
    if (stderr.isTTY) reporter.report({ phase: 'looking at', what: 'this machine and its servers' })
    const checks = await allChecks(terminal, online)
    reporter.end()
    const backends = checks.flatMap(({ backend }) => backend ?? [])
    const ok = backends.length > 0
    stdout.write(json ? `${JSON.stringify({ ok, backends, checks })}\n` : doctorText(checks, terminal))
    return ok ? ExitCode.ok : ExitCode.failed
  } catch (error) {
    reporter.end()
    if (!signal.aborted) throw error
    stderr.write('stopped.\n')
    if (json) stdout.write(`${JSON.stringify({ error: { code: 'aborted', message: 'stopped.' } })}\n`)
    return ExitCode.interrupted
  }
}

async function allChecks(terminal: Terminal, online: boolean): Promise<readonly Check[]> {
  const machine = await terminal.machine()
  const { platform, home } = machine
  const store = modelStore({ env: terminal.env, platform, home })
  const groups = await Promise.all([
    machineChecks(machine, store.cacheDir),
    ollamaCheck(terminal),
    openaiCheck(terminal, { online }),
    localChecks(terminal, machine, store),
  ])
  terminal.signal.throwIfAborted()
  return [...groups.flat(), ...networkChecks(terminal.env)]
}
