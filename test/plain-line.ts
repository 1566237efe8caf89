import type { Reporter, TestModule } from 'vitest/node'

/**
 * Closes the run with the plain line that CI counts: `7 passed, 0 failed`.
 *
 * A file that could not be loaded and an error outside of any test each count as one failure.
 */
export default class PlainLine implements Reporter {
  #line = ''

  onInit(): void {
    // after everything that other reporters still have to say
    process.once('exit', () => process.stdout.write(this.#line))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const states = modules.flatMap((module) => {
      const tests = [...module.children.allTests()].map((test) => test.result().state)
      const brokenOutside = module.state() === 'failed' && !tests.includes('failed')
      return brokenOutside ? [...tests, 'failed'] : tests
    })
    const count = (...wanted: string[]): number => states.filter((state) => wanted.includes(state)).length
    const skipped = count('skipped', 'pending')
    const failed = count('failed') + unhandledErrors.length
    this.#line = `${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`
  }
}
