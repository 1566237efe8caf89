import type { Machine } from '../machine.ts'
import { byteText } from '../progress/byte-text.ts'
import type { Check } from './check.ts'

const LITTLE_DISK = 1_000_000_000

/** The computer: Node, processor and memory, the disk for models. */
export async function machineChecks(machine: Machine, cacheDir: string): Promise<readonly Check[]> {
  const { platform, arch, cores, freeBytes, totalBytes } = machine
  const memory = `${byteText(freeBytes)} of ${byteText(totalBytes)} memory free`
  return [
    nodeCheck(machine),
    {
      name: 'machine',
      status: 'ok',
      text: `${platform}-${arch}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory}`,
    },
    await diskCheck(machine, cacheDir),
  ]
}

function nodeCheck({ node, neededNode }: Machine): Check {
  const text = `${node}, needs ${neededNode}`
  if (isAtLeast(node, neededNode)) return { name: 'node', status: 'ok', text }
  return { name: 'node', status: 'missing', text, remedy: 'nvm install --lts' }
}

function isAtLeast(version: string, range: string): boolean {
  const [has, needs] = [version, range].map((text) => (text.match(/\d+/g) ?? []).map(Number))
  for (const [at, part] of (needs ?? []).entries())
    if ((has?.[at] ?? 0) !== part) return (has?.[at] ?? 0) > part
  return true
}

async function diskCheck(machine: Machine, cacheDir: string): Promise<Check> {
  const free = await machine.freeDiskBytes(cacheDir).catch(() => undefined)
  if (free === undefined) return { name: 'disk', status: 'note', text: `unknown at ${cacheDir}` }
  const text = `${byteText(free)} free at ${cacheDir}`
  if (free >= LITTLE_DISK) return { name: 'disk', status: 'ok', text }
  const remedy = 'export MELLEA_CACHE=/a/folder/on/a/larger/disk'
  return { name: 'disk', status: 'note', text: `${text}: few models fit`, remedy }
}
