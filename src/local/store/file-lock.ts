import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Pull } from './pull.ts'

const HEARTBEAT_MS = 5000
const POLL_MS = 250
/** An owner that did not show itself for so long is gone: on this host, elsewhere. */
const SILENT_HERE_MS = 300_000
const SILENT_THERE_MS = 60_000

interface Owner {
  readonly id: string
  readonly pid: number
  readonly host: string
}

/**
 * Runs `work` while no other process does under the same lock file; waits for it, and takes over from owners that died.
 *
 * The lock saves a second download. It is not what keeps files whole: that is positional writing, the hash and the rename.
 */
export async function withFileLock<T>(path: string, pull: Pull, work: () => Promise<T>): Promise<T> {
  const owner: Owner = { id: randomUUID(), pid: process.pid, host: hostname() }
  let told = false
  while (!(await claim(path, owner))) {
    pull.signal.throwIfAborted()
    if (await isStale(path)) continue
    if (!told) pull.say(`another process is fetching the same file; waiting for it (${path})`)
    told = true
    await pull.pause(POLL_MS, pull.signal)
  }
  const heartbeat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), HEARTBEAT_MS)
  heartbeat.unref()
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if ((await readOwner(path))?.id === owner.id) await rm(path, { force: true })
  }
}

async function claim(path: string, owner: Owner): Promise<boolean> {
  // written aside and linked, so that nobody ever reads half of it
  const draft = `${path}.${owner.id}`
  const handle = await open(draft, 'wx')
  try {
    await handle.writeFile(JSON.stringify(owner))
  } finally {
    await handle.close()
  }
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    // a file system without links
    return await writeFile(path, JSON.stringify(owner), { flag: 'wx' }).then(
      () => true,
      (cause: unknown) => {
        if (isCode(cause, 'EEXIST')) return false
        throw cause
      },
    )
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whether the lock was left behind; if so it is gone afterwards. */
async function isStale(path: string): Promise<boolean> {
  const owner = await readOwner(path)
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => undefined,
  )
  if (age === undefined) return true
  const here = owner?.host === hostname()
  if (owner && here && age < SILENT_HERE_MS && isAlive(owner.pid)) return false
  if (!here && age < SILENT_THERE_MS) return false
  const aside = `${path}.${randomUUID()}`
  await rename(path, aside).catch(() => {})
  // somebody else may have been quicker and hold it by now: give it back
  if ((await readOwner(aside))?.id !== owner?.id) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
  return true
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
