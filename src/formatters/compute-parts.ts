import type { Component, ComponentPart, PendingOutput } from '../core/component.ts'
import type { ModelOutput } from '../core/model-output.ts'
import { abortable } from '../util/abortable.ts'

/** The outputs that a component was waiting for. */
export type Computed = ReadonlyMap<PendingOutput, ModelOutput<unknown, unknown>>

/** Awaits everything that is still being computed inside a component, however deep, all at once. The first failure rejects. */
export async function computeParts(action: Component<unknown>, signal: AbortSignal): Promise<Computed> {
  const pending = new Set<PendingOutput>()
  collect(action, pending)
  const entries = [...pending].map(async (each) => [each, await abortable(each, signal)] as const)
  return new Map(await Promise.all(entries))
}

function collect(component: Component<unknown>, pending: Set<PendingOutput>): void {
  for (const part of component.parts?.() ?? []) {
    if (isPending(part)) pending.add(part)
    else if (isComponent(part)) collect(part, pending)
  }
}

export function isPending(part: ComponentPart): part is PendingOutput {
  return typeof part === 'object' && 'then' in part
}

export function isComponent(part: ComponentPart): part is Component<unknown> {
  return typeof part === 'object' && 'render' in part
}
