import { cpus, loadavg, totalmem, type, release, arch } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** Above this other work shows in the figures. */
const quiet = 1.2

export function machine() {
  const processors = cpus()
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]} ${arch()}`,
    node: process.version,
    load: Number(loadavg()[0].toFixed(2)),
  }
}

/** Waits for other work to end, but not for ever. */
export async function quietMachine(seconds) {
  const end = performance.now() + seconds * 1000
  while (loadavg()[0] >= quiet && performance.now() < end) await pause(5000)
}
