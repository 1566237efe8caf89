import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { Requirement, Validation } from '../core/requirement.ts'
import { checkRequirements } from '../requirements/check-requirements.ts'
import { compilePlain } from '../requirements/compile-plain.ts'
import { askJudge, type JudgeSide } from './ask-judge.ts'
import { checkSettings } from './check-settings.ts'

/** A text to be checked that no attempt of ours produced. */
export interface TextCheck<T> extends JudgeSide {
  readonly text: string
  readonly value: T
  readonly requirements: readonly Requirement<T>[]
  readonly action: Component<unknown>
  readonly context: Context
  /** @default true */
  readonly validateAll?: boolean
  /** Whether code checks sentences that are plainly rules. @default true */
  readonly compile?: boolean | undefined
}

/** Looks at every requirement, whatever the others say, unless told otherwise. */
export async function checkText<T>({
  text,
  value,
  requirements,
  action,
  context,
  validateAll = true,
  compile = true,
  ...side
}: TextCheck<T>): Promise<readonly Validation[]> {
  const { signal } = side.scope
  return checkRequirements({
    // a value that is no text is left to the judge
    requirements: compile && value === text ? await compilePlain(requirements) : requirements,
    request: {
      text,
      value,
      action,
      context,
      attempt: 1,
      signal,
      ask: (question, options) => askJudge(question, { ...options, attempt: 1 }, side),
      '~settings': checkSettings(side),
    },
    validateAll,
  })
}
