import type { StreamEvent } from '../../core/stream-event.ts'
import { paint } from '../paint.ts'
import type { ProgressReporter } from '../progress/progress-reporter.ts'
import type { Terminal } from '../terminal.ts'
import { reasonLines } from './reason-lines.ts'

/** What a person sees of the text while it grows. */
interface TextView {
  text(attempt: number, delta: string): void
  /** The attempt is over. */
  end(): void
}

export interface ShowOptions {
  /** Text goes to stdout as it comes: for a person who watches. */
  readonly isLive: boolean
  readonly reporter: ProgressReporter
}

/** Shows a call while it runs; gives the attempt whose text is on the screen, if one is. */
export async function showCall(
  events: AsyncIterable<StreamEvent<unknown, unknown>>,
  terminal: Terminal,
  { isLive, reporter }: ShowOptions,
): Promise<number | undefined> {
  const colour = paint(terminal.stderr, terminal)
  const hasStatus = terminal.stderr.isTTY === true && terminal.env['TERM'] !== 'dumb'
  const view = isLive ? liveView(terminal, reporter) : quietView(reporter, hasStatus)
  let shown: number | undefined
  try {
    for await (const event of events) {
      if (event.type === 'attempt-started') {
        if (hasStatus) reporter.report({ phase: 'waiting for', what: `${event.modelId} (${event.provider})` })
      } else if (event.type === 'text-delta') {
        view.text(event.attempt, event.delta)
        if (isLive) shown = event.attempt
      } else if (event.type === 'attempt-rejected') {
        view.end()
        reporter.say(colour('yellow', `attempt ${event.attempt} rejected:`))
        for (const line of reasonLines(event.failures)) reporter.say(colour('yellow', line))
      }
    }
  } catch {
    // how the call failed is told by who waits for it
  } finally {
    view.end()
  }
  return shown
}

function liveView({ stdout }: Terminal, reporter: ProgressReporter): TextView {
  let isMidLine = false
  return {
    text: (_, delta) => {
      reporter.end()
      stdout.write(delta)
      isMidLine = !delta.endsWith('\n')
    },
    end: () => {
      reporter.end()
      if (isMidLine) stdout.write('\n')
      isMidLine = false
    },
  }
}

function quietView(reporter: ProgressReporter, hasStatus: boolean): TextView {
  let length = 0
  return {
    text: (attempt, delta) => {
      length += delta.length
      if (hasStatus) reporter.report({ phase: `attempt ${attempt}:`, what: `${length} characters` })
    },
    end: () => {
      length = 0
      reporter.end()
    },
  }
}
