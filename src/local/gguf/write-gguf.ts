import { open, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { encodeTensor, tensorBytes } from './encode-tensor.ts'
import {
  GGUF_ALIGNMENT,
  GGUF_MAGIC,
  GGUF_TENSOR_FORMATS,
  GGUF_VALUE_TYPES,
  GGUF_VERSION,
  type GgufTensorType,
} from './gguf-format.ts'

/** A metadata field to write. */
export type GgufField =
  | { readonly key: string; readonly type: 'string'; readonly value: string }
  | { readonly key: string; readonly type: 'bool'; readonly value: boolean }
  | { readonly key: string; readonly type: 'u32' | 'i32' | 'u64' | 'f32'; readonly value: number }
  | { readonly key: string; readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly key: string; readonly type: 'u32s' | 'i32s'; readonly value: readonly number[] }

/** A tensor to write. */
export interface GgufTensor {
  readonly name: string
  /** Innermost first. */
  readonly shape: readonly number[]
  readonly type: GgufTensorType
  readonly values: Float32Array
}

/** Writes a GGUF file in one step: no one ever sees half of it. Gives its size in bytes. */
export async function writeGguf(
  path: string,
  fields: readonly GgufField[],
  tensors: readonly GgufTensor[],
): Promise<number> {
  const draft = `${path}.${randomUUID()}.tmp`
  const handle = await open(draft, 'wx')
  try {
    let size = 0
    for (const chunk of chunks(fields, tensors)) {
      await handle.appendFile(chunk)
      size += chunk.length
    }
    await handle.close()
    await rename(draft, path)
    return size
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}

function* chunks(
  fields: readonly GgufField[],
  tensors: readonly GgufTensor[],
): Generator<Uint8Array, void, undefined> {
  const header = Buffer.concat([
    u32(GGUF_MAGIC),
    u32(GGUF_VERSION),
    u64(tensors.length),
    u64(fields.length),
    ...fields.map(encodeField),
    ...describe(tensors),
  ])
  yield header
  yield padding(header.length)
  for (const { type, values } of tensors) {
    const bytes = encodeTensor(type, values)
    yield bytes
    yield padding(bytes.length)
  }
}

function describe(tensors: readonly GgufTensor[]): readonly Buffer[] {
  let offset = 0
  return tensors.map(({ name, shape, type, values }) => {
    if (values.length !== shape.reduce((product, size) => product * size, 1))
      throw new RangeError(`${name} has ${values.length} values for the shape ${shape.join(' x ')}`)
    const sizes = [u32(shape.length), ...shape.map(u64)]
    const info = Buffer.concat([text(name), ...sizes, u32(GGUF_TENSOR_FORMATS[type].code), u64(offset)])
    const bytes = tensorBytes(type, values.length)
    offset += bytes + padding(bytes).length
    return info
  })
}

function encodeField(field: GgufField): Buffer {
  return Buffer.concat([text(field.key), ...encodeValue(field)])
}

function encodeValue(field: GgufField): readonly Buffer[] {
  switch (field.type) {
    case 'strings':
      return [arrayOf('string', field.value.length), ...field.value.map(text)]
    case 'u32s':
      return [arrayOf('u32', field.value.length), ...field.value.map(u32)]
    case 'i32s':
      return [arrayOf('i32', field.value.length), ...field.value.map(i32)]
    case 'string':
      return [typeCode('string'), text(field.value)]
    case 'bool':
      return [typeCode('bool'), Buffer.from([field.value ? 1 : 0])]
    case 'u32':
    case 'i32':
    case 'u64':
    case 'f32':
      break
  }
  return [typeCode(field.type), NUMBERS[field.type](field.value)]
}

const NUMBERS = { u32, i32, u64, f32 } as const

function arrayOf(type: 'string' | 'u32' | 'i32', length: number): Buffer {
  return Buffer.concat([typeCode('array'), typeCode(type), u64(length)])
}

function typeCode(type: (typeof GGUF_VALUE_TYPES)[number]): Buffer {
  return u32(GGUF_VALUE_TYPES.indexOf(type))
}

function padding(bytes: number): Buffer {
  return Buffer.alloc((GGUF_ALIGNMENT - (bytes % GGUF_ALIGNMENT)) % GGUF_ALIGNMENT)
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
