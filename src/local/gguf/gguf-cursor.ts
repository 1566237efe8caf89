import { MelleaError } from '../../core/errors.ts'

/** Thrown when the bytes at hand end before the header does. */
export class MoreBytesNeeded extends Error {
  readonly bytes: number

  constructor(bytes: number) {
    super('more bytes are needed')
    this.bytes = bytes
  }
}

/** Reads little-endian values one after the other, and never past the file. */
export interface GgufCursor {
  readonly view: DataView
  readonly position: number
  /** Claims the next bytes and gives where they begin in `view`. */
  advance(bytes: number, what: string): number
  /** A number of things that take at least `bytesEach`. */
  count(bytesEach: number, what: string): number
  u32(): number
  u64(): number | bigint
  text(what: string): string
}

/** A cursor over the beginning of a file of `fileBytes`. */
export function ggufCursor(bytes: Buffer, fileBytes: number): GgufCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = 0
  const advance = (size: number, what: string): number => {
    if (size > fileBytes - position)
      throw damaged(`${what} would take ${size} bytes, of which the file has ${fileBytes - position}`)
    if (position + size > bytes.length) throw new MoreBytesNeeded(position + size)
    position += size
    return position - size
  }
  const u64 = (): number | bigint => {
    const at = advance(8, 'a number')
    const high = view.getUint32(at + 4, true)
    // far quicker than a bigint, and there may be a million of them
    return high < 2 ** 21 ? high * 2 ** 32 + view.getUint32(at, true) : view.getBigUint64(at, true)
  }
  const count = (bytesEach: number, what: string): number => {
    const things = u64()
    // before anything is made room for: a count is only as good as the bytes behind it
    if (typeof things === 'bigint' || things * bytesEach > fileBytes - position)
      throw damaged(`it claims ${things} ${what}, for which it is too short`)
    return things
  }
  return {
    view,
    get position() {
      return position
    },
    advance,
    count,
    u64,
    u32: () => view.getUint32(advance(4, 'a number'), true),
    text: (what) => {
      const size = count(1, `bytes of ${what}`)
      const at = advance(size, what)
      return bytes.toString('utf8', at, at + size)
    },
  }
}

/** A 64-bit value as a number where that is exact. */
export function exact(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

export function damaged(reason: string): MelleaError {
  return new MelleaError(`the GGUF file is damaged: ${reason}`, { code: 'model-store' })
}
