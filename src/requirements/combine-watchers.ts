import type { Requirement, ValidationResult, WatchedAnswer } from '../core/requirement.ts'
import { nameOf } from './name-of.ts'
import { startWatcher } from './start-watcher.ts'

/** A part of a combination, as its watcher sees it. */
interface WatchedPart {
  readonly name: string
  /** What it said last; a failure is for good. */
  readonly said: ValidationResult
  /** It holds for good. */
  readonly settled: boolean
  readonly good: number
  see(chunk: string, soFar: string): void
}

type Combined = Pick<Requirement, 'watch'>

/** Fails as soon as one of them fails. */
export function watchAll(all: readonly Requirement[]): Combined {
  return combined(all, { needed: 'some', good: Math.min }, (parts) => {
    const failed = parts.find(({ said }) => said.status === 'fail')
    if (failed) return failed.said
    const isSettled = parts.length === all.length && parts.every(({ settled }) => settled)
    return { status: isSettled ? 'pass' : 'unknown' }
  })
}

/** Fails as soon as all of them have failed. */
export function watchAny(all: readonly Requirement[]): Combined {
  return combined(all, { needed: 'every', good: Math.max }, (parts) => {
    if (parts.some(({ settled }) => settled)) return { status: 'pass' }
    if (!parts.every(({ said }) => said.status === 'fail')) return { status: 'unknown' }
    return { status: 'fail', reason: noneHolds(parts.map(({ name, said }) => ({ name, result: said }))) }
  })
}

/** Fails as soon as it holds for good. */
export function watchNot(one: Requirement): Combined {
  return combined([one], { needed: 'every' }, ([part]) => {
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
  { needed, good }: { readonly needed: 'some' | 'every'; readonly good?: (...of: number[]) => number },
  say: (parts: readonly WatchedPart[]) => ValidationResult,
): Combined {
  if (!all[needed](({ watch }) => watch)) return {}
  return {
    watch(answer) {
      const parts = all.flatMap((one) => startPart(one, answer) ?? [])
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
        get good() {
          return good?.(...parts.map((part) => part.good))
        },
      }
    },
  }
}

function startPart(requirement: Requirement, answer: WatchedAnswer): WatchedPart | undefined {
  const watcher = startWatcher(requirement, answer)
  if (!watcher) return undefined
  let said: ValidationResult = { status: 'unknown' }
  return {
    name: nameOf(requirement),
    get said() {
      return said
    },
    get settled() {
      return said.status !== 'fail' && watcher.settled
    },
    get good() {
      return watcher.good
    },
    see(chunk, soFar) {
      if (said.status !== 'fail') said = watcher.see(chunk, soFar)
    },
  }
}
