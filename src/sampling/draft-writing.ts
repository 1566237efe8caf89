import type { BackendEvent } from '../core/backend.ts'
import type { Draft } from '../core/sampling.ts'
import { toolCallOf } from '../core/tool-call-of.ts'
import { watchedAnswer } from '../requirements/start-watcher.ts'
import type { SamplingJob } from './sampling-job.ts'
import type { TurnStep } from './tool-turns.ts'
import type { TextRelease } from './text-release.ts'
import { watchRequirements, type RequirementWatch } from './watch-requirements.ts'

/** A draft while it is written: who is told, and who may stop it. */
export interface DraftWriting<T> {
  /** What the watchers say; absent for a step on the way to an answer, which is none: not watched, and not shown as one. */
  readonly watch: RequirementWatch<T> | undefined
  readonly hear: (event: BackendEvent, text: string) => 'go' | 'stop'
  /** It is written. */
  readonly end: (draft: Draft<T>) => void
}

export function startWriting<T>(
  job: SamplingJob<T>,
  release: TextRelease,
  step: TurnStep,
  attempt: number,
): DraftWriting<T> {
  const { production, requirements, action } = job
  const { purpose = 'answer', backend = job.backend } = step
  const { provider, modelId } = backend
  production.emit(
    step.continued
      ? { type: 'step-started', attempt }
      : { type: 'attempt-started', attempt, provider, modelId },
  )
  const isAnswer = purpose !== 'thinking' && purpose !== 'patch'
  const watch = watchRequirements(isAnswer ? requirements : [], watchedAnswer(action))
  const write = (delta: string, soFar: string): 'go' | 'stop' => {
    production.emit({ type: isAnswer ? 'text-delta' : 'thinking-delta', attempt, delta })
    watch.see(delta, soFar)
    if (isAnswer) release.show(attempt, delta, watch.good)
    return watch.failed || step.watch?.(soFar) === 'stop' ? 'stop' : 'go'
  }
  return {
    watch: isAnswer ? watch : undefined,
    hear(event, text) {
      if (event.type === 'thinking') production.emit({ type: 'thinking-delta', attempt, delta: event.text })
      if (event.type === 'tool-input') {
        const { id, name, delta } = event
        production.emit({ type: 'tool-call-delta', attempt, id, name, delta })
      }
      if (event.type === 'part' && event.value.type === 'tool-call')
        production.emit({ type: 'tool-call', attempt, call: toolCallOf(event.value) })
      return event.type === 'text' ? write(event.text, text) : 'go'
    },
    end({ text }) {
      if (!watch.failed) watch.end(text)
      if (!watch.failed && isAnswer) release.showRest(attempt)
    },
  }
}
