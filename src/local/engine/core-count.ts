import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Where a container says how much of the machine it may use. */
const QUOTA = '/sys/fs/cgroup/cpu.max'

/**
 * How many cores this process may keep busy. One thread more than that, and the threads of llama.cpp, which spin while they wait for
 * each other, take up to a thousand times as long.
 */
export function coreCount(read: (path: string) => string = (path) => readFileSync(path, 'utf8')): number {
  return Math.max(1, Math.min(availableParallelism(), quota(read)))
}

function quota(read: (path: string) => string): number {
  try {
    const [allowed, period] = read(QUOTA).trim().split(/\s+/).map(Number)
    // "max", no limit, is not a number
    return allowed && period ? Math.floor(allowed / period) : Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
