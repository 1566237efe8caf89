import { GGUF_TENSOR_FORMATS, type GgufTensorType } from './gguf-format.ts'
import { halfFloat } from './half-float.ts'

const BLOCK = 32

/** How many bytes that many values take. */
export function tensorBytes(type: GgufTensorType, values: number): number {
  const { blockValues, blockBytes } = GGUF_TENSOR_FORMATS[type]
  if (values % blockValues !== 0)
    throw new RangeError(`${type} packs values by ${blockValues}, not ${values}`)
  return (values / blockValues) * blockBytes
}

/** Values in the format of a tensor, quantized as llama.cpp does it. */
export function encodeTensor(type: GgufTensorType, values: Float32Array): Uint8Array {
  if (type === 'f32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const bytes = new Uint8Array(tensorBytes(type, values.length))
  const view = new DataView(bytes.buffer)
  if (type === 'f16') {
    for (const [index, value] of values.entries()) view.setUint16(index * 2, halfFloat(value), true)
    return bytes
  }
  const { blockBytes } = GGUF_TENSOR_FORMATS[type]
  const encodeBlock = type === 'q8_0' ? encodeQ8 : encodeQ4
  for (let block = 0; block * BLOCK < values.length; block++)
    encodeBlock(values.subarray(block * BLOCK, (block + 1) * BLOCK), view, block * blockBytes)
  return bytes
}

function encodeQ8(values: Float32Array, view: DataView, at: number): void {
  const scale = Math.abs(largest(values)) / 127
  view.setUint16(at, halfFloat(scale), true)
  for (const [index, value] of values.entries())
    view.setInt8(at + 2 + index, scale === 0 ? 0 : Math.round(value / scale))
}

function encodeQ4(values: Float32Array, view: DataView, at: number): void {
  const scale = largest(values) / -8
  const level = (value = 0): number =>
    scale === 0 ? 8 : Math.min(15, Math.max(0, Math.floor(value / scale + 8.5)))
  view.setUint16(at, halfFloat(scale), true)
  for (let index = 0; index < BLOCK / 2; index++)
    view.setUint8(at + 2 + index, level(values[index]) | (level(values[index + BLOCK / 2]) << 4))
}

function largest(values: Float32Array): number {
  let found = 0
  for (const value of values) if (Math.abs(value) > Math.abs(found)) found = value
  return found
}
