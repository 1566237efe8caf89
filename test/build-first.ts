import type { TestProject } from 'vitest/node'
import { run } from './run.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the build said when it failed; empty when it went well. */
    buildFailure: string
  }
}

/** Builds once before the repo-wide tests. A failure is a failed test, not the end of the run. */
export default async function buildFirst(project: TestProject): Promise<void> {
  const { status, output } = await run(process.execPath, ['scripts/build.mjs'])
  project.provide('buildFailure', status === 0 ? '' : output || 'the build failed')
}
