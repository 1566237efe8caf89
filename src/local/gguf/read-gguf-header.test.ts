import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MelleaError } from '../../core/errors.ts'
import { MoreBytesNeeded } from './gguf-cursor.ts'
import { parseGgufHeader } from './parse-gguf-header.ts'
import { readGgufHeader } from './read-gguf-header.ts'
import { writeTinyModel } from './tiny-model.ts'
import { writeGguf, type GgufField, type GgufTensor } from './write-gguf.ts'

let folder: string
let tiny: Buffer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-header-'))
  const { path } = await writeTinyModel(join(folder, 'tiny.gguf'), { type: 'q8_0' })
  tiny = await readFile(path)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const u64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}
const start = (tensors: bigint, fields: bigint, ...rest: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('GGUF\x03\0\0\0', 'latin1'), u64(tensors), u64(fields), ...rest])

function outcome(bytes: Buffer): 'header' | 'error' | 'crash' {
  try {
    parseGgufHeader(bytes, bytes.length)
    return 'header'
  } catch (error) {
    return MelleaError.isInstance(error) ? 'error' : 'crash'
  }
}

describe('the header of a GGUF file', () => {
  it('comes back as it was written', async () => {
    const fields: readonly GgufField[] = [
      { key: 'general.name', type: 'string', value: 'é 漢 🙂' },
      { key: '__proto__', type: 'string', value: 'harmless' },
      { key: 'yes', type: 'bool', value: true },
      { key: 'big', type: 'u64', value: 2 ** 40 },
      { key: 'less', type: 'i32', value: -5 },
      { key: 'half', type: 'f32', value: 0.5 },
      { key: 'words', type: 'strings', value: ['a', ''] },
      { key: 'numbers', type: 'i32s', value: [1, -1] },
    ]
    const tensors: readonly GgufTensor[] = [
      { name: 'one', shape: [3], type: 'f32', values: new Float32Array(3) },
      { name: 'two', shape: [32, 2], type: 'q8_0', values: new Float32Array(64) },
    ]
    const path = join(folder, 'all.gguf')
    const size = await writeGguf(path, fields, tensors)
    const header = await readGgufHeader(path)
    expect(Object.fromEntries(header.metadata)).toEqual(
      Object.fromEntries(fields.map(({ key, value }) => [key, value])),
    )
    expect(header.tensors).toEqual([
      { name: 'one', shape: [3], typeCode: 0, offset: header.dataOffset },
      { name: 'two', shape: [32, 2], typeCode: 8, offset: header.dataOffset + 32 },
    ])
    expect(size).toBe(header.dataOffset + 32 + 96)
  })

  it.each([
    ['another format', Buffer.from('PK\x03\x04 something else'), 'does not begin with GGUF'],
    ['an old version', Buffer.from('GGUF\x01\0\0\0'.padEnd(64, '\0'), 'latin1'), 'version 1'],
    ['more tensors than fit', start(2n ** 60n, 0n), 'tensors'],
    ['more fields than fit', start(0n, 1_000_000n), 'metadata fields'],
    ['a number beyond all files', start(2n ** 63n, 0n), 'tensors'],
    ['a key longer than the file', start(0n, 1n, u64(2n ** 40n), Buffer.alloc(64)), 'bytes of a key'],
    [
      'an unknown type',
      start(0n, 1n, u64(1n), Buffer.from('k\x63\0\0\0'), Buffer.alloc(16)),
      'value type 99',
    ],
    [
      'an array longer than the file',
      start(0n, 1n, u64(1n), Buffer.from('k\x09\0\0\0\x0a\0\0\0'), u64(2n ** 50n), Buffer.alloc(16)),
      'values',
    ],
    [
      'arrays without end',
      start(
        0n,
        1n,
        u64(1n),
        Buffer.from('k\x09\0\0\0'),
        Buffer.concat(Array.from({ length: 9 }, () => [Buffer.from('\x09\0\0\0'), u64(1n)]).flat()),
      ),
      'nested too deep',
    ],
    ['nothing', Buffer.alloc(0), 'of which the file has 0'],
  ])('is refused for %s', async (_, bytes, reason) => {
    const path = join(folder, 'hostile.gguf')
    await writeFile(path, bytes)
    await expect(readGgufHeader(path)).rejects.toMatchObject({
      code: 'model-store',
      message: expect.stringContaining(reason),
    })
  })

  it('is read from ever more bytes until it is complete', () => {
    const whole = parseGgufHeader(tiny, tiny.length)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.dataOffset - 64 }), (cut) => {
        expect(() => parseGgufHeader(tiny.subarray(0, cut), tiny.length)).toThrow(MoreBytesNeeded)
      }),
      { numRuns: 50 },
    )
  })

  it('never does worse than an error for damaged files', () => {
    const { dataOffset } = parseGgufHeader(tiny, tiny.length)
    const damage = fc.array(fc.tuple(fc.nat(dataOffset), fc.nat(255)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(damage, fc.nat(tiny.length), (changes, cut) => {
        const bytes = Buffer.from(tiny.subarray(0, Math.max(cut, dataOffset)))
        for (const [at, value] of changes) bytes[at] = value
        expect(outcome(bytes)).not.toBe('crash')
      }),
      { numRuns: 100 },
    )
  })
})
