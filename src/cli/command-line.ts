import { defineCommand, renderUsage, runCommand, type ArgsDef, type CommandDef } from 'citty'
import { scanArguments } from './scan-arguments.ts'
import { ExitCode, type Terminal } from './terminal.ts'

/** A command as the table below has it: loaded when it is asked for. */
interface LoadedCommand {
  readonly command: CommandDef
  readonly examples: string
}

// one line a command: the files hold the words of `--help`, and load the rest when they run
const commands: Readonly<Record<string, () => Promise<LoadedCommand>>> = {
  ask: () => import('./commands/ask.ts').then((file) => ({ command: file.ask, examples: file.askExamples })),
  models: () =>
    import('./commands/models.ts').then((file) => ({ command: file.models, examples: file.modelsExamples })),
  pull: () =>
    import('./commands/pull.ts').then((file) => ({ command: file.pull, examples: file.pullExamples })),
  doctor: () =>
    import('./commands/doctor.ts').then((file) => ({ command: file.doctor, examples: file.doctorExamples })),
}

/** Runs `m` with these arguments; gives the exit status. */
export async function runCommandLine(
  rawArgs: readonly string[],
  terminal: Terminal,
  version: () => Promise<string>,
): Promise<number> {
  const [name, ...rest] = rawArgs
  if (name === '--version' || name === '-v') {
    terminal.stdout.write(`${await version()}\n`)
    return ExitCode.ok
  }
  if (name === '--help' || name === '-h') return print(terminal, await mainUsage(await version()))
  const load = Object.hasOwn(commands, name ?? '') ? commands[name ?? ''] : undefined
  if (!load) {
    const problem = name === undefined ? 'no command was given' : `there is no '${name}'`
    terminal.stderr.write(
      `m: ${problem}. The commands are: ${Object.keys(commands).join(', ')}. See m --help.\n`,
    )
    return ExitCode.usage
  }
  const { command, examples } = await load()
  if (isHelp(rest))
    return print(terminal, `${await renderUsage(command, { meta: { name: 'm' } })}\n${examples}`)
  return runLoaded(command, `m ${name}`, rest, terminal)
}

async function runLoaded(
  command: CommandDef,
  name: string,
  rawArgs: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    scanArguments(rawArgs, argumentsOf(command))
    const { result } = await runCommand(command, { rawArgs: [...rawArgs], data: terminal })
    return typeof result === 'number' ? result : ExitCode.ok
  } catch (error) {
    if (!(error instanceof Error && (error.name === 'CLIError' || error.name === 'UsageError'))) throw error
    const message = plain(error.message).replace(/\.$/, '')
    terminal.stderr.write(`${name}: ${message}. See ${name} --help.\n`)
    if (rawArgs.includes('--json'))
      terminal.stdout.write(`${JSON.stringify({ error: { code: 'usage', message: `${message}.` } })}\n`)
    return ExitCode.usage
  }
}

function argumentsOf({ args }: CommandDef): ArgsDef {
  return typeof args === 'object' && !('then' in args) ? args : {}
}

async function mainUsage(version: string): Promise<string> {
  const subCommands = Object.fromEntries(
    Object.entries(commands).map(([name, load]) => [name, () => load().then(({ command }) => command)]),
  )
  const description = 'Generative programs in TypeScript'
  return renderUsage(defineCommand({ meta: { name: 'm', version, description }, subCommands }))
}

function isHelp(rawArgs: readonly string[]): boolean {
  const end = rawArgs.indexOf('--')
  return (end < 0 ? rawArgs : rawArgs.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')
}

function print(terminal: Terminal, text: string): number {
  const { stdout, env } = terminal
  stdout.write(`${stdout.isTTY === true && !env['NO_COLOR'] ? text : plain(text)}\n`)
  return ExitCode.ok
}

function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001B\[\d+m/g, '')
}
