/** The 16 bits of the half-precision number nearest to `value`. */
export function halfFloat(value: number): number {
  const [bits = 0] = new Uint32Array(new Float32Array([value]).buffer)
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 0xff) - 112
  const fraction = bits & 0x7fffff
  if (exponent >= 31) return sign | 0x7c00 | (Number.isNaN(value) ? 1 : 0)
  if (exponent > 0) return (sign | (exponent << 10) | (fraction >> 13)) + ((fraction >> 12) & 1)
  if (exponent < -10) return sign
  const shift = 14 - exponent
  const denormal = fraction | 0x800000
  return sign | ((denormal >> shift) + ((denormal >> (shift - 1)) & 1))
}
