import { existsSync } from 'node:fs'
import { access, constants, statfs } from 'node:fs/promises'
import { freemem, homedir, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { coreCount } from '../local/engine/core-count.ts'
import { runProcess, type RunProcess } from '../local/store/run-process.ts'

/** The computer that a command runs on. */
export interface Machine {
  /** `'20.19.0'`. */
  readonly node: string
  /** As package.json has it: `'>=20.19.0'`. */
  readonly neededNode: string
  readonly platform: string
  readonly arch: string
  /** As many as this process may keep busy. */
  readonly cores: number
  /** Of memory, as far as this process may use it. */
  readonly totalBytes: number
  readonly freeBytes: number
  /** The user's own folder. */
  readonly home: string
  /** How a program is run. */
  readonly run: RunProcess
  /** Whether `import(name)` would find it. */
  hasPackage(name: string): boolean
  /** Of the disk that a path is on, or will be on. */
  freeDiskBytes(path: string): Promise<number>
  /** Whether a path, or the folder that it will be made in, may be written to. */
  isWritable(path: string): Promise<boolean>
}

export function thisMachine(neededNode: string): Machine {
  // both are missing in early releases of Node 20, and 0 means no limit
  const limit = process.constrainedMemory?.() || Infinity
  const available = process.availableMemory?.() ?? freemem()
  return {
    node: process.versions.node,
    neededNode,
    platform: process.platform,
    arch: process.arch,
    cores: coreCount(),
    totalBytes: Math.min(totalmem(), limit),
    freeBytes: Math.min(available, limit),
    home: homedir(),
    run: runProcess,
    hasPackage,
    async freeDiskBytes(path) {
      const { bavail, bsize } = await statfs(existingAbove(path))
      return bavail * bsize
    },
    isWritable: (path) =>
      access(existingAbove(path), constants.W_OK).then(
        () => true,
        () => false,
      ),
  }
}

function hasPackage(name: string): boolean {
  try {
    return existsSync(fileURLToPath(import.meta.resolve(name)))
  } catch {
    return false
  }
}

function existingAbove(path: string): string {
  let place = resolve(path)
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
  return place
}
