import type { Requirement, ValidationResult, Watcher } from '../core/requirement.ts'
import { nameOf } from './name-of.ts'
import { startWatcher, watchedOnce } from './watch-once.ts'

/** A part of a combination, as its watcher sees it. */
interface WatchedPart {
  readonly name: string
  /** What it said last; a failure is for good. */
  readonly said: ValidationResult
  /** It holds for good. */
  readonly settled: boolean
  see(chunk: string, soFar: string): void
}

type Combined = Pick<Requirement, 'watch'>

/** Fails as soon as one of them fails. */
export function watchAll(all: readonly Requirement[]): Combined {
  return combined(all, 'some', (parts) => {
    const failed = parts.find(({ said }) => said.status === 'fail')
    if (failed) return failed.said
    const isSettled = parts.length === all.length && parts.every(({ settled }) => settled)
    return { status: isSettled ? 'pass' : 'unknown' }
  })
}

/** Fails as soon as all of them have failed. */
export function watchAny(all: readonly Requirement[]): Combined {
  return combined(all, 'every', (parts) => {
    if (parts.some(({ settled }) => settled)) return { status: 'pass' }
    if (!parts.every(({ said }) => said.status === 'fail')) return { status: 'unknown' }
    return { status: 'fail', reason: noneHolds(parts.map(({ name, said }) => ({ name, result: said }))) }
  })
}

/** Fails as soon as it holds for good. */
export function watchNot(one: Requirement): Combined {
  return combined([one], 'every', ([part]) => {
    if (part?.settled) return { status: 'fail', reason: mustNotHold(part.name) }
    return { status: part?.said.status === 'fail' ? 'pass' : 'unknown' }
  })
}

/** Why a choice fails: what is wrong with each. */
export function noneHolds(
  parts: readonly { readonly name: string; readonly result: ValidationResult }[],
): string {
  const each = parts.map(({ name, result }) =>
    result.reason === undefined || result.reason.startsWith(name)
      ? (result.reason ?? name)
      : `${name} (${result.reason})`,
  )
  return `None of these holds: ${each.join(' | ')}`
}

export function mustNotHold(name: string): string {
  return `This must not hold: ${name}`
}

/** `pass` is said only of what is settled. */
function combined(
  all: readonly Requirement[],
  needed: 'some' | 'every',
  say: (parts: readonly WatchedPart[]) => ValidationResult,
): Combined {
  if (!all[needed](({ watch }) => watch)) return {}
  return {
    watch() {
      const parts = all.flatMap((one) => startPart(one) ?? [])
      let said: ValidationResult = { status: 'unknown' }
      return {
        chunk(chunk, soFar) {
          for (const part of parts) part.see(chunk, soFar)
          said = say(parts)
          return said
        },
        get settled() {
          return said.status === 'pass'
        },
      }
    },
  }
}

function startPart(requirement: Requirement): WatchedPart | undefined {
  const watcher: Watcher | undefined = startWatcher(requirement)
  if (!watcher) return undefined
  let said: ValidationResult = { status: 'unknown' }
  return {
    name: nameOf(requirement),
    get said() {
      return said
    },
    get settled() {
      return said.status !== 'fail' && watcher.settled === true
    },
    see(chunk, soFar) {
      if (said.status !== 'fail') said = watchedOnce(requirement, watcher, chunk, soFar)
    },
  }
}
