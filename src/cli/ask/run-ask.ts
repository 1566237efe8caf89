import { MelleaError } from '../../core/errors.ts'
import type { SamplingResult } from '../../core/sampling.ts'
import { words } from '../../requirements/text/words.ts'
import { repairTemplate } from '../../sampling/repair-template.ts'
import type { MelleaSession } from '../../session/mellea-session.ts'
import { flagWords } from '../flag-words.ts'
import { paint } from '../paint.ts'
import { progressReporter, type ProgressReporter } from '../progress/progress-reporter.ts'
import { ExitCode, type Terminal } from '../terminal.ts'
import { timeLimit } from '../time-limit.ts'
import { UsageError } from '../usage-error.ts'
import type { AskArguments } from './ask-arguments.ts'
import { askReport, unmetMessage, valueOf } from './ask-report.ts'
import { openSession } from './open-session.ts'
import { readFormat } from './read-format.ts'
import { readPrompt } from './read-prompt.ts'
import { reasonLines } from './reason-lines.ts'
import { showCall } from './show-call.ts'

type Sampled = SamplingResult<unknown, unknown>

interface Asked {
  readonly sampling: Sampled
  /** The attempt whose text is on the screen. */
  readonly shown: number | undefined
  readonly report: object
}

/** Runs `m ask`; gives the exit status. */
export async function runAsk(given: AskArguments, terminal: Terminal): Promise<number> {
  const reporter = progressReporter(terminal)
  try {
    const asked = await answered(given, terminal, reporter)
    reporter.end()
    if (given.json) terminal.stdout.write(`${JSON.stringify(asked.report)}\n`)
    else printAnswer(asked, given, terminal)
    if (asked.sampling.success) tellCost(asked.sampling, terminal)
    else tellUnmet(asked.sampling, terminal)
    return asked.sampling.success ? ExitCode.ok : ExitCode.failed
  } catch (error) {
    reporter.end()
    return refused(error, given, terminal)
  }
}

async function answered(given: AskArguments, terminal: Terminal, reporter: ProgressReporter): Promise<Asked> {
  const format = given.format === undefined ? undefined : await readFormat(given.format)
  const prompt = await promptOf(given, terminal)
  const session = openSession(given, terminal, reporter.say)
  const limit = timeLimit(terminal, given.timeoutSeconds)
  const { signal } = limit
  try {
    await makeReady(session, signal, reporter)
    const { requirements, maxWords, variables, attempts } = given
    const call = session.instruct(prompt, {
      requirements: [...requirements, ...(maxWords === undefined ? [] : [words.max(maxWords)])],
      userVariables: variables,
      format,
      signal,
      stream: given.stream ? undefined : false,
      strategy: attempts === undefined ? undefined : repairTemplate({ loopBudget: attempts }),
    })
    const isLive = terminal.stdout.isTTY === true && !given.json && !format && given.stream
    const showing = showCall(call.events, terminal, { isLive, reporter })
    const sampling = await call.sampling()
    const report = askReport(sampling, { ledger: session.ledger, hasFormat: format !== undefined })
    return { sampling, shown: await showing, report }
  } finally {
    limit.stop()
    await session[Symbol.asyncDispose]()
  }
}

function promptOf({ prompt }: AskArguments, { stdin, signal }: Terminal): string | Promise<string> {
  if (prompt !== undefined && prompt !== '-') return prompt
  if (prompt === undefined && stdin.isTTY)
    throw new UsageError('there is no prompt: give it as an argument, or pipe it in')
  return readPrompt(stdin, signal)
}

function makeReady(session: MelleaSession, signal: AbortSignal, reporter: ProgressReporter): Promise<void> {
  return session.ready({
    signal,
    onProgress: (progress) => {
      if (progress.phase === 'choosing') reporter.say(progress.what)
      else reporter.report(progress)
    },
  })
}

function printAnswer({ sampling, shown }: Asked, { format }: AskArguments, { stdout }: Terminal): void {
  const { text } = sampling.success ? sampling.result : sampling.best
  const attempt = sampling.success ? shown : sampling.best.index
  if (shown !== undefined && shown === attempt) return
  const parsed = format === undefined ? undefined : valueOf(sampling)
  const answer = parsed ? JSON.stringify(parsed.value, undefined, 2) : text
  stdout.write(answer.endsWith('\n') ? answer : `${answer}\n`)
}

function tellCost({ result }: Extract<Sampled, { readonly success: true }>, terminal: Terminal): void {
  const { stderr } = terminal
  const colour = paint(stderr, terminal)
  for (const { message } of result.warnings) stderr.write(`${colour('yellow', `warning: ${message}`)}\n`)
  // for a person only: a log has no use for it
  if (!stderr.isTTY) return
  const { attempts, ledger, provider, modelId } = result
  const count = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  const cost = `${ledger.totalTokens} tokens in ${(ledger.ms / 1000).toFixed(1)} s`
  stderr.write(`${colour('dim', `${count}, ${cost}, ${modelId} (${provider})`)}\n`)
}

function tellUnmet(sampling: Extract<Sampled, { readonly success: false }>, terminal: Terminal): void {
  const colour = paint(terminal.stderr, terminal)
  const lines = [`m ask: ${unmetMessage(sampling)} Not met:`, ...reasonLines(sampling.failures)]
  terminal.stderr.write(`${colour('red', lines.join('\n'))}\n`)
}

const wrongUsage: readonly string[] = ['invalid-option', 'missing-variable', 'schema-unsupported']

function refused(error: unknown, { json }: AskArguments, { signal, stdout, stderr }: Terminal): number {
  if (!signal.aborted && !MelleaError.isInstance(error)) throw error
  const failure = signal.aborted
    ? { code: 'aborted', message: 'stopped.' }
    : { code: (error as MelleaError).code, message: flagWords((error as MelleaError).message) }
  if (json) stdout.write(`${JSON.stringify({ ok: false, error: failure })}\n`)
  stderr.write(signal.aborted ? 'stopped.\n' : `m ask: ${failure.message}\n`)
  if (signal.aborted) return ExitCode.interrupted
  return wrongUsage.includes(failure.code) ? ExitCode.usage : ExitCode.backend
}
