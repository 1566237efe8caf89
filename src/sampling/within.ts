import type { Component } from '../core/component.ts'
import type { SampleRun, StepOptions } from '../core/sampling.ts'

/** The same run, in which every step has these options unless it says otherwise: what lets one strategy be a part of another. */
export function within<T>(run: SampleRun<T>, options: StepOptions): SampleRun<T> {
  const merged = <S extends StepOptions>(step: S | undefined): S => {
    const said = Object.fromEntries(Object.entries(step ?? {}).filter(([, value]) => value !== undefined))
    const modelOptions = { ...options.modelOptions, ...step?.modelOptions }
    return { ...options, ...(said as S), modelOptions }
  }
  const context = options.context ?? run.context
  return {
    action: options.action ?? run.action,
    context,
    signal: run.signal,
    get attempts() {
      return run.attempts
    },
    get budget() {
      return run.budget
    },
    random: () => run.random(),
    draft: (step) => run.draft(merged(step)),
    drafts: (n, step) => run.drafts(n, merged(step)),
    check: (draft) => run.check(draft),
    attempt: (step) => run.attempt(merged(step)),
    repair: (failed) => run.repair(failed),
    ask: <U>(question: Component<U>, ask = {}) => run.ask(question, ask),
    embed: (texts, embedding) => run.embed(texts, embedding),
    capabilities: (backend = options.backend) => run.capabilities(backend),
    stop: (reason) => run.stop(reason),
  }
}
