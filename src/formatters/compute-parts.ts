import type { Component, PendingOutput } from '../core/component.ts'
import type { ModelOutput } from '../core/model-output.ts'
import { abortable } from '../util/abortable.ts'
import type { Cancellable } from '../util/cancel-scope.ts'

/** The outputs that a component was waiting for. */
export type Computed = ReadonlyMap<PendingOutput, ModelOutput<unknown, unknown>>

const nothing: Computed = new Map()

/** Awaits everything that is still being computed inside a component, however deep, all at once. The first failure rejects. */
export async function computeParts(action: Component<unknown>, scope: Cancellable): Promise<Computed> {
  const pending = [...pendingParts(action)]
  if (pending.length === 0) return nothing
  const entries = pending.map(async (each) => [each, await abortable(each, scope)] as const)
  return new Map(await Promise.all(entries))
}

/** What a component is waiting for, however deep, each once. */
export function pendingParts(action: Component<unknown>): ReadonlySet<PendingOutput> {
  const pending = new Set<PendingOutput>()
  collect(action, pending)
  return pending
}

function collect(component: Component<unknown>, pending: Set<PendingOutput>): void {
  for (const part of component.parts?.() ?? []) {
    if (isPending(part)) pending.add(part)
    else if (isComponent(part)) collect(part, pending)
  }
}

/** By its method, not by its key: data that is shown to a model may hold a key called `then`. */
export function isPending(part: unknown): part is PendingOutput {
  return hasMethod(part, 'then')
}

export function isComponent(part: unknown): part is Component<unknown> {
  return hasMethod(part, 'render')
}

function hasMethod(part: unknown, name: string): boolean {
  return typeof part === 'object' && part !== null && typeof Reflect.get(part, name) === 'function'
}
