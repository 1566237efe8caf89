import {
  GGUF_ALIGNMENT,
  GGUF_MAGIC,
  GGUF_VALUE_TYPES,
  type GgufValue,
  type GgufValueType,
} from './gguf-format.ts'
import { damaged, exact, ggufCursor, type GgufCursor } from './gguf-cursor.ts'

interface GgufTensorInfo {
  readonly name: string
  /** Innermost first. */
  readonly shape: readonly number[]
  /** As in the file: 0 is f32, 1 f16, 2 q4_0, 8 q8_0. */
  readonly typeCode: number
  /** In the file, in bytes. */
  readonly offset: number
}

/** What a GGUF file says about itself, weights left out. */
export interface GgufHeader {
  readonly version: number
  readonly metadata: ReadonlyMap<string, GgufValue>
  readonly tensors: readonly GgufTensorInfo[]
  /** Where the weights begin, in bytes. */
  readonly dataOffset: number
}

const MAX_DEPTH = 4
const MAX_DIMENSIONS = 8
const SIZES: Readonly<Record<GgufValueType, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  string: 8,
  array: 12,
  u64: 8,
  i64: 8,
  f64: 8,
}

/**
 * Reads the header from the first bytes of a file.
 *
 * @throws MelleaError `model-store` when it is damaged
 * @throws MoreBytesNeeded when `bytes` ends too early
 */
export function parseGgufHeader(bytes: Buffer, fileBytes: number): GgufHeader {
  const cursor = ggufCursor(bytes, fileBytes)
  if (cursor.u32() !== GGUF_MAGIC) throw damaged('it does not begin with GGUF')
  const version = cursor.u32()
  if (version !== 2 && version !== 3) throw damaged(`its version ${version} is not known`)
  const tensorCount = cursor.count(8 + 4 + 4 + 8, 'tensors')
  const fieldCount = cursor.count(8 + 4 + 1, 'metadata fields')
  const metadata = new Map<string, GgufValue>()
  for (let index = 0; index < fieldCount; index++) {
    const key = cursor.text('a key')
    metadata.set(key, readValue(cursor, readType(cursor), 0))
  }
  const infos = Array.from({ length: tensorCount }, () => readTensorInfo(cursor))
  const dataOffset = aligned(cursor.position, metadata.get('general.alignment'))
  const tensors = infos.map((info) => {
    if (dataOffset + info.offset > fileBytes) throw damaged(`the tensor ${info.name} begins after its end`)
    return { ...info, offset: dataOffset + info.offset }
  })
  return { version, metadata, tensors, dataOffset }
}

function readType(cursor: GgufCursor): GgufValueType {
  const code = cursor.u32()
  const type = GGUF_VALUE_TYPES[code]
  if (!type) throw damaged(`the value type ${code} is not known`)
  return type
}

function readValue(cursor: GgufCursor, type: GgufValueType, depth: number): GgufValue {
  if (type === 'string') return cursor.text('a text')
  if (type !== 'array') return NUMBERS[type](cursor.view, cursor.advance(SIZES[type], 'a value'))
  if (depth === MAX_DEPTH) throw damaged('its arrays are nested too deep')
  const of = readType(cursor)
  const count = cursor.count(SIZES[of], 'values')
  const values: GgufValue[] = []
  if (of === 'string' || of === 'array') {
    while (values.length < count) values.push(readValue(cursor, of, depth + 1))
    return values
  }
  const start = cursor.advance(count * SIZES[of], 'an array')
  for (let index = 0; index < count; index++) values.push(NUMBERS[of](cursor.view, start + index * SIZES[of]))
  return values
}

type NumberType = Exclude<GgufValueType, 'string' | 'array'>

const NUMBERS: Readonly<Record<NumberType, (view: DataView, at: number) => number | bigint | boolean>> = {
  u8: (view, at) => view.getUint8(at),
  i8: (view, at) => view.getInt8(at),
  u16: (view, at) => view.getUint16(at, true),
  i16: (view, at) => view.getInt16(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i32: (view, at) => view.getInt32(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  f64: (view, at) => view.getFloat64(at, true),
  bool: (view, at) => view.getUint8(at) !== 0,
  u64: (view, at) => exact(view.getBigUint64(at, true)),
  i64: (view, at) => exact(view.getBigInt64(at, true)),
}

function readTensorInfo(cursor: GgufCursor): GgufTensorInfo {
  const name = cursor.text('a tensor name')
  const dimensions = cursor.u32()
  if (dimensions > MAX_DIMENSIONS) throw damaged(`the tensor ${name} has ${dimensions} dimensions`)
  const shape = Array.from({ length: dimensions }, () => whole(cursor.u64(), name))
  return { name, shape, typeCode: cursor.u32(), offset: whole(cursor.u64(), name) }
}

function whole(value: number | bigint, name: string): number {
  if (typeof value === 'bigint') throw damaged(`the tensor ${name} is impossibly large`)
  return value
}

function aligned(position: number, alignment: GgufValue = GGUF_ALIGNMENT): number {
  if (typeof alignment !== 'number' || !Number.isInteger(alignment) || alignment < 1 || alignment > 2 ** 20)
    throw damaged('its alignment makes no sense')
  return Math.ceil(position / alignment) * alignment
}
