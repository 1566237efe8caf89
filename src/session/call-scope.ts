import type { AsyncLocalStorage } from 'node:async_hooks'

interface Scope {
  readonly owner: object
  readonly outer: Scope | undefined
  running: boolean
}

/** What follows an asynchronous call around; absent outside Node, Deno, Bun and workerd. */
export function makeStorage<T>(): AsyncLocalStorage<T> | undefined {
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage<T>()
}

const scopes = makeStorage<Scope>()

/** Runs work that belongs to `owner`: what it calls can be told from what others call. */
export async function runInside<R>(owner: object, work: () => Promise<R>): Promise<R> {
  if (!scopes) return work()
  const scope: Scope = { owner, outer: scopes.getStore(), running: true }
  try {
    return await scopes.run(scope, work)
  } finally {
    scope.running = false
  }
}

/** Whether this is called from inside work of `owner` that is still running. */
export function insideOf(owner: object): boolean {
  for (let scope = scopes?.getStore(); scope; scope = scope.outer)
    if (scope.owner === owner && scope.running) return true
  return false
}
