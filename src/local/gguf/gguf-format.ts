/** The kinds of metadata values, by their number in the file. */
export const GGUF_VALUE_TYPES = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'f32',
  'bool',
  'string',
  'array',
  'u64',
  'i64',
  'f64',
] as const

export type GgufValueType = (typeof GGUF_VALUE_TYPES)[number]

/** A metadata value. 64-bit numbers are `bigint` only where a `number` would not be exact. */
export type GgufValue = string | number | bigint | boolean | readonly GgufValue[]

export interface GgufTensorFormat {
  /** Its number in the file. */
  readonly code: number
  /** How many values share a block. */
  readonly blockValues: number
  readonly blockBytes: number
}

export type GgufTensorType = 'f32' | 'f16' | 'q4_0' | 'q8_0'

/** The tensor formats that we write. */
export const GGUF_TENSOR_FORMATS: Readonly<Record<GgufTensorType, GgufTensorFormat>> = {
  f32: { code: 0, blockValues: 1, blockBytes: 4 },
  f16: { code: 1, blockValues: 1, blockBytes: 2 },
  q4_0: { code: 2, blockValues: 32, blockBytes: 18 },
  q8_0: { code: 8, blockValues: 32, blockBytes: 34 },
}

export const GGUF_MAGIC = 0x46554747
export const GGUF_VERSION = 3
export const GGUF_ALIGNMENT = 32
