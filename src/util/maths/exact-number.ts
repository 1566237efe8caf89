/** A fraction in lowest terms; the denominator is above 0. */
interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

/** A number: exact as long as it can be. */
export type Quantity = Fraction | number

// numbers that anybody means are shorter; longer ones would take for ever
const mostDigits = 400

/** `top / bottom`; dividing by zero gives what floats give. */
export function fraction(top: bigint, bottom = 1n): Quantity {
  if (bottom === 0n) return Number(top) / 0
  const divisor = divisorOf(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom)
  const sign = bottom < 0n ? -1n : 1n
  return { top: (sign * top) / divisor, bottom: (sign * bottom) / divisor }
}

/** A number as it is written: digits, and perhaps a point. */
export function decimal(text: string): Quantity {
  const [whole = '', part = ''] = text.split('.')
  if (whole.length + part.length > mostDigits) return Number(text)
  return fraction(BigInt(whole + part || '0'), 10n ** BigInt(part.length))
}

export function toNumber(quantity: Quantity): number {
  return typeof quantity === 'number' ? quantity : Number(quantity.top) / Number(quantity.bottom)
}

export function plus(one: Quantity, other: Quantity): Quantity {
  if (typeof one === 'number' || typeof other === 'number') return toNumber(one) + toNumber(other)
  return kept(one.top * other.bottom + other.top * one.bottom, one.bottom * other.bottom)
}

export function times(one: Quantity, other: Quantity): Quantity {
  if (typeof one === 'number' || typeof other === 'number') return toNumber(one) * toNumber(other)
  return kept(one.top * other.top, one.bottom * other.bottom)
}

export function over(one: Quantity, other: Quantity): Quantity {
  if (typeof one === 'number' || typeof other === 'number') return toNumber(one) / toNumber(other)
  return kept(one.top * other.bottom, one.bottom * other.top)
}

export function power(base: Quantity, exponent: Quantity): Quantity {
  if (typeof base !== 'number' && typeof exponent !== 'number' && exponent.bottom === 1n) {
    const count = Number(exponent.top)
    const size = Math.max(digits(base.top), digits(base.bottom)) * Math.abs(count)
    if (size <= mostDigits && count >= 0)
      return fraction(base.top ** exponent.top, base.bottom ** exponent.top)
    if (size <= mostDigits) return fraction(base.bottom ** -exponent.top, base.top ** -exponent.top)
  }
  // the root of a square is exact
  if (typeof exponent !== 'number' && exponent.top === 1n) return root(base, exponent.bottom)
  return toNumber(base) ** toNumber(exponent)
}

/** The root of what is a square, a cube and so on is exact, and so are odd roots of what is below 0. */
export function root(base: Quantity, degree: bigint): Quantity {
  const size = Math.abs(toNumber(base)) ** (1 / Number(degree))
  const isOdd = degree % 2n === 1n
  const negative = toNumber(base) < 0
  if (negative && !isOdd) return Number.NaN
  if (typeof base === 'number' || degree <= 0n || degree > 64n) return negative ? -size : size
  const [top, bottom] = [rounded(base.top, degree), rounded(base.bottom, degree)]
  const isExact =
    top !== undefined &&
    bottom !== undefined &&
    top ** degree === base.top &&
    bottom ** degree === base.bottom
  return isExact ? fraction(top, bottom) : negative ? -size : size
}

/** Equal; or, where one is written with a point or is no fraction, equal when both are rounded to `places` after it. */
export function sameQuantity(
  one: Quantity,
  other: Quantity,
  { rounded: isRounded, places }: Rounding,
): boolean {
  const isExact = typeof one !== 'number' && typeof other !== 'number'
  if (isExact && one.top === other.top && one.bottom === other.bottom) return true
  if (isExact && !isRounded) return false
  const [a, b] = [toNumber(one), toNumber(other)]
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a === b
  return Math.abs(a - b) <= 10 ** -places / 2 + 1e-12 * Math.abs(a)
}

interface Rounding {
  readonly rounded: boolean
  readonly places: number
}

function kept(top: bigint, bottom: bigint): Quantity {
  if (digits(top) > 2 * mostDigits || digits(bottom) > 2 * mostDigits) return Number(top) / Number(bottom)
  return fraction(top, bottom)
}

function digits(value: bigint): number {
  return value.toString().length
}

function rounded(value: bigint, degree: bigint): bigint | undefined {
  const size = Math.round(Math.abs(Number(value)) ** (1 / Number(degree)))
  if (!Number.isSafeInteger(size)) return undefined
  return BigInt(value < 0n ? -size : size)
}

function divisorOf(one: bigint, other: bigint): bigint {
  while (other > 0n) [one, other] = [other, one % other]
  return one === 0n ? 1n : one
}
