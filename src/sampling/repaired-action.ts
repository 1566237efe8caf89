import type { Component } from '../core/component.ts'
import type { Validation } from '../core/requirement.ts'
import { rendered } from '../formatters/render-scope.ts'

/** Why an attempt failed, one reason a line, in words a model can act on. */
export function reasonsOf(failures: readonly Validation[]): readonly string[] {
  return failures.map(({ name, result }) => result.reason ?? name)
}

/** The same question with the reasons in it; said in general words for a component that has none of its own. */
export function repairedAction(action: Component<unknown>, reasons: readonly string[]): Component<unknown> {
  if (action.repaired) return action.repaired(reasons)
  const list = reasons.map((reason) => `\n* ${reason}`).join('')
  const text = `\n\nAn earlier answer was rejected for these reasons. Write a new answer that avoids every one of them:${list}`
  return {
    kind: action.kind,
    ...(action.role && { role: action.role }),
    ...(action.schema && { schema: action.schema }),
    ...(action.prefill && { prefill: action.prefill }),
    parts: () => action.parts?.() ?? [],
    render: (scope) => [...rendered(action.render(scope)), { type: 'text', text }],
  }
}
