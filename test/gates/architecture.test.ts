import { describe, expect, it } from 'vitest'
import { roomOf, type SourceFile, sourceFiles } from './source-files.ts'

/**
 * The rooms from the ground up. A room may import the rows below its own, not the rest of its row. A new folder gets
 * its place here before it gets its first file.
 */
const rows: readonly (readonly string[])[] = [
  ['util'],
  ['core'],
  ['http', 'formatters', 'context', 'components', 'adapters', 'tools', 'plugins', 'telemetry', 'report'],
  ['backends', 'local'],
  ['call'],
  ['requirements'],
  ['sampling'],
  ['session'],
  ['agents', 'intrinsics'],
  ['serve'],
  ['cli'],
]

/** The files that only gather what others wrote: they may import every room but the last. */
const frontDoors = ['index.ts']

/** What lies below a backend and is no business of it: it gets messages and gives events. */
const hiddenFromBackends = ['components', 'plugins', 'formatters']

const files = sourceFiles()

describe('imports', () => {
  it('point down the rows', () => {
    expect(strays((from, to) => !mayImport(from, to))).toEqual([])
  })

  it('name the file that owns the name, never an index', () => {
    expect(strays((_, to) => to.endsWith('index.ts'))).toEqual([])
  })

  it('leave src/testing to the tests', () => {
    expect(strays(({ room }, to) => room !== 'testing' && roomOf(to) === 'testing')).toEqual([])
  })
})

describe('files', () => {
  it('lie in a room that has its place', () => {
    const known = [...rows.flat(), 'testing']
    const lost = files.filter(({ file, room }) => !known.includes(room) && !frontDoors.includes(file))
    expect(lost.map(({ file }) => file)).toEqual([])
  })

  it('are short: half of them within 80 lines, 19 of 20 within 250, none above 400', () => {
    const code = files.filter(({ file }) => !/(-table|\/catalogue)\.ts$/.test(file))
    const sizes = code.map(({ lines }) => lines).toSorted((one, other) => one - other)
    const at = (share: number): number => sizes[Math.ceil(sizes.length * share) - 1] ?? 0
    const longest = code
      .toSorted((one, other) => other.lines - one.lines)
      .slice(0, Math.ceil(code.length / 20))
    const list = longest.map(({ file, lines }) => `${file} ${lines}`).join(', ')
    expect.soft(at(0.5), 'the median').toBeLessThanOrEqual(80)
    expect.soft(at(0.95), `the longest: ${list}`).toBeLessThanOrEqual(250)
    expect.soft(at(1), `the longest: ${list}`).toBeLessThanOrEqual(400)
  })

  it('are named in kebab-case, after what they hold', () => {
    const vague = /(^|\/)(utils|helpers?|types|base|manager|common|misc|impl)(\.|\/)/
    const names = files.map(({ file }) => file)
    const ill = names.filter(
      (file) => vague.test(file) || !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.(worker|browser))?\.ts$/.test(file),
    )
    expect(ill).toEqual([])
  })

  it('export by name: no default, no star', () => {
    expect(matching(/^export (default|\*)/m)).toEqual([])
  })

  it('print nothing, but for the command line', () => {
    const printing = matching(/\bconsole\.\w/).filter((file) => roomOf(file) !== 'cli')
    expect(printing).toEqual([])
  })
})

function mayImport({ file, room }: SourceFile, to: string): boolean {
  const target = roomOf(to)
  if (room === target || room === 'testing' || target === 'testing') return true
  if (frontDoors.includes(file)) return target !== 'cli'
  if (/^backends\/huggingface\b/.test(file) && target === 'local') return true
  if (rowOf(room) === rowOf('backends') && hiddenFromBackends.includes(target))
    return to === 'formatters/chat-template.ts'
  return rowOf(target) < rowOf(room)
}

/** A room without a row is above everything: it may import nothing and nothing may import it. */
function rowOf(room: string): number {
  const row = rows.findIndex((rooms) => rooms.includes(room))
  return row === -1 ? rows.length : row
}

function strays(isStray: (from: SourceFile, to: string) => boolean): readonly string[] {
  return files.flatMap((from) =>
    from.imports.filter((to) => isStray(from, to)).map((to) => `${from.file} -> ${to}`),
  )
}

function matching(pattern: RegExp): readonly string[] {
  return files.filter(({ code }) => pattern.test(code)).map(({ file }) => file)
}
