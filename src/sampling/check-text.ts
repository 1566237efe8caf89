import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { Requirement, Validation } from '../core/requirement.ts'
import { checkRequirements } from '../requirements/check-requirements.ts'
import { askJudge, type JudgeSide } from './ask-judge.ts'

/** A text to be checked that no attempt of ours produced. */
export interface TextCheck<T> extends JudgeSide {
  readonly text: string
  readonly value: T
  readonly requirements: readonly Requirement<T>[]
  readonly action: Component<unknown>
  readonly context: Context
  /** @default true */
  readonly validateAll?: boolean
}

/** Looks at every requirement, whatever the others say, unless told otherwise. */
export function checkText<T>({
  text,
  value,
  requirements,
  action,
  context,
  validateAll = true,
  ...side
}: TextCheck<T>): Promise<readonly Validation[]> {
  const { signal } = side.scope
  return checkRequirements({
    requirements,
    request: {
      text,
      value,
      action,
      context,
      attempt: 1,
      signal,
      ask: (question) => askJudge(question, 1, side),
    },
    validateAll,
  })
}
