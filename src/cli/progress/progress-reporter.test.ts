import { describe, expect, it } from 'vitest'
import type { Terminal } from '../terminal.ts'
import { byteText } from './byte-text.ts'
import { progressLine } from './progress-line.ts'
import { progressReporter } from './progress-reporter.ts'

const MB = 1_000_000

interface FakeTerminal extends Pick<Terminal, 'stderr' | 'env' | 'now'> {
  readonly written: string[]
  time: number
}

function fakeTerminal(
  stderr: { readonly isTTY?: boolean; readonly columns?: number },
  env = {},
): FakeTerminal {
  const written: string[] = []
  const terminal: FakeTerminal = {
    written,
    time: 0,
    stderr: { write: (text) => written.push(text), ...stderr },
    env,
    now: () => terminal.time,
  }
  return terminal
}

function run(terminal: FakeTerminal, steps: number, phase = 'downloading'): void {
  const reporter = progressReporter(terminal)
  for (let step = 0; step <= steps; step++) {
    terminal.time = step * 20
    const completedBytes = (100 * MB * step) / steps
    reporter.report({ phase, what: 'a.gguf', completedBytes, totalBytes: 100 * MB })
  }
  reporter.say('done')
  reporter.end()
}

describe('progress', () => {
  it('is one line on a terminal, drawn ten times a second and erased before anything else is said', () => {
    const terminal = fakeTerminal({ isTTY: true, columns: 100 })
    run(terminal, 100)
    expect(terminal.written.every((text) => text.startsWith('\r') || text === 'done\n')).toBe(true)
    expect(terminal.written.length).toBeLessThan(30)
    expect(terminal.written.at(-3)).toBe(
      '\r\u001B[Kdownloading a.gguf  [########################]  100 %  100.0 MB of 100.0 MB  50.0 MB/s',
    )
    expect(terminal.written.slice(-2)).toEqual(['\r\u001B[K', 'done\n'])
  })

  it.each([
    ['a pipe', {}, {}],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
  ])('is a line for each tenth on %s', (_, stderr, env) => {
    const terminal = fakeTerminal(stderr, env)
    run(terminal, 100)
    expect(terminal.written).toHaveLength(12)
    for (const control of ['\r', '\u001B']) expect(terminal.written.join('')).not.toContain(control)
    expect(terminal.written[5]).toContain('50 %  50.0 MB of 100.0 MB  50.0 MB/s  0:01 left')
  })

  it('says once on a pipe that it loads', () => {
    const terminal = fakeTerminal({})
    run(terminal, 100, 'loading')
    expect(terminal.written).toHaveLength(2)
  })

  it('takes a terminal that does not know its width for one of 80', () => {
    const terminal = fakeTerminal({ isTTY: true, columns: 0 })
    progressReporter(terminal).report({ phase: 'loading', what: 'a.gguf' })
    expect(terminal.written).toEqual(['\r\u001B[Kloading a.gguf'])
  })

  it('fits the terminal', () => {
    const progress = {
      phase: 'downloading',
      what: 'a-very-long-name'.repeat(5),
      completedBytes: 1,
      totalBytes: 3,
    }
    expect(progressLine(progress, undefined, 60)).toBe('[########................]  33 %  1 B of 3 B')
    expect(progressLine(progress, undefined, 20)).toHaveLength(20)
    expect(progressLine({ phase: 'loading', what: 'a.gguf' }, undefined, 80)).toBe('loading a.gguf')
    expect(progressLine({ phase: 'downloading', what: 'a', completedBytes: 5 }, 2, 80)).toBe(
      'downloading a  5 B  2 B/s',
    )
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [98_362_432, '98.4 MB'],
    [999_999_999, '1.00 GB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(byteText(bytes)).toBe(text)
  })
})
