import type { ComponentPart, RenderScope, Component } from '../core/component.ts'
import { isComponent, isPending } from '../formatters/compute-parts.ts'
import { fence } from '../util/fence.ts'

/** What the model is told of a function. */
export interface StubText {
  readonly name: string
  readonly doc: string
  readonly input: { readonly [name: string]: unknown }
  readonly requirements: readonly string[]
  readonly examples: readonly { readonly input: unknown; readonly output: unknown }[]
  readonly reasons: readonly string[]
}

/** A call of a function whose body is the model. The wording belongs to edition `mellea/1`. */
export function generativeStub(stub: StubText): Component<string> {
  return {
    kind: 'generative-stub',
    parts: () => Object.values(stub.input).filter(isPart),
    render: (scope) => stubText(stub, scope),
    repaired: (reasons) => generativeStub({ ...stub, reasons }),
  }
}

function stubText(
  { name, doc, input, requirements, examples, reasons }: StubText,
  scope: RenderScope,
): string {
  const given = Object.entries(input).map(([key, value]) =>
    fence('argument', shown(value, scope), { name: key }),
  )
  const shownExamples = examples.map(
    (example) => `\n* ${JSON.stringify(example.input)} -> ${JSON.stringify(example.output)}`,
  )
  return [
    `You are the function "${name}". This is what it does:\n${doc.trim()}`,
    ...list('Its result must meet all of these requirements:', requirements),
    ...(shownExamples.length > 0 ? [`Examples of calls and their results:${shownExamples.join('')}`] : []),
    ...(given.length > 0 ? [`It is called with these arguments:\n${given.join('\n')}`] : []),
    'Give the result of this call, and nothing else.',
    ...list(
      'An earlier result was rejected for these reasons. Give a new one that avoids every one of them:',
      reasons,
    ),
  ].join('\n\n')
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}${items.map((item) => `\n* ${item}`).join('')}`]
}

function shown(value: unknown, scope: RenderScope): string {
  if (typeof value === 'string') return value
  if (isPart(value)) return scope.text(value)
  return JSON.stringify(value) ?? String(value)
}

function isPart(value: unknown): value is Exclude<ComponentPart, string> {
  return isComponent(value) || isPending(value)
}
