import { decimal, fraction, over, plus, power, root, times, toNumber, type Quantity } from './exact-number.ts'
import { isUnit } from './unit.ts'

/** The value of a letter. */
type Letters = (name: string) => Quantity

/** What an expression says. */
export interface Expression {
  readonly value: (letters: Letters) => Quantity
  /** The letters in it, `e` aside. */
  readonly letters: ReadonlySet<string>
  /** A number in it is written with a point: it may be a rounded one. */
  readonly rounded: boolean
  /** All of it is a number of hundredths. */
  readonly percent: boolean
}

type Node = Expression['value']

const deepest = 40

/** Reads an expression in the notation of {@link plainMaths}; units after it are left out. `undefined` when it is something else. */
export function readExpression(text: string): Expression | undefined {
  const reader = new Reader(text)
  try {
    return reader.whole()
  } catch (error) {
    if (error instanceof NotMaths) return undefined
    throw error
  }
}

class NotMaths extends Error {}

const functions: Readonly<Record<string, (x: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  ln: Math.log,
  log: Math.log10,
  exp: Math.exp,
}

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0
  readonly #letters = new Set<string>()
  #rounded = false

  constructor(text: string) {
    this.#text = text
  }

  whole(): Expression {
    const value = this.#sum()
    this.#unit()
    if (this.#at < this.#text.length) throw new NotMaths()
    const percent = /^[-+\d./\s]+(?:%|percent)[\s.]*$/i.test(this.#text)
    return { value, letters: this.#letters, rounded: this.#rounded, percent }
  }

  #sum(): Node {
    if (++this.#depth > deepest) throw new NotMaths()
    let left = this.#product()
    for (;;) {
      const sign = this.#take(/[+-]/y)
      if (sign === undefined) break
      const [one, other] = [left, this.#product()]
      left = sign === '+' ? (of) => plus(one(of), other(of)) : (of) => plus(one(of), negated(other(of)))
    }
    this.#depth -= 1
    return left
  }

  #product(): Node {
    let left = this.#signed()
    for (;;) {
      const sign = this.#take(/[*/]/y)
      if (sign === undefined && !this.#goesOn()) return left
      const [one, other] = [left, sign === undefined ? this.#raised() : this.#signed()]
      left = sign === '/' ? (of) => over(one(of), other(of)) : (of) => times(one(of), other(of))
    }
  }

  #signed(): Node {
    const sign = this.#take(/[+-]/y)
    if (sign === undefined) return this.#raised()
    if (++this.#depth > deepest) throw new NotMaths()
    const value = this.#signed()
    this.#depth -= 1
    return sign === '-' ? (of) => negated(value(of)) : value
  }

  #raised(): Node {
    const base = this.#marked()
    if (this.#take(/\^|\*\*/y) === undefined) return base
    const exponent = this.#signed()
    return (of) => power(base(of), exponent(of))
  }

  #marked(): Node {
    let value = this.#atom()
    for (;;) {
      const mark = this.#take(/!|%|percent(?![a-z])/y)
      if (mark === undefined) return value
      const one = value
      value = mark === '!' ? (of) => factorial(one(of)) : (of) => over(one(of), fraction(100n))
    }
  }

  #atom(): Node {
    const number = this.#number()
    if (number) return number
    if (this.#take(/\(/y)) return this.#closed(/\)/y)
    if (this.#take(/\{/y)) return this.#closed(/\}/y)
    if (this.#take(/\||\\[lr]?vert(?![a-z])/y)) {
      const inside = this.#closed(/\||\\[lr]?vert(?![a-z])/y)
      return (of) =>
        Math.abs(toNumber(inside(of))) === toNumber(inside(of)) ? inside(of) : negated(inside(of))
    }
    return this.#named()
  }

  #number(): Node | undefined {
    const mixed = this.#take(/\d+ +\d+ *\/ *\d+(?![\d.])/y)
    if (mixed !== undefined) {
      const [whole = 0n, top = 0n, bottom = 1n] = mixed.split(/[ /]+/).map(BigInt)
      const value = plus(fraction(whole), fraction(top, bottom))
      return () => value
    }
    const written = this.#take(/(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3}(?![\d.]))?/y)
    if (written === undefined) return undefined
    const [digits = '', exponent] = written.split(/[eE]/)
    if (digits.includes('.')) this.#rounded = true
    const value = times(decimal(digits), power(fraction(10n), fraction(BigInt(exponent ?? '0'))))
    // "1 1/2" in LaTeX: a number right before a fraction of numbers is added to it
    if (!digits.includes('.') && this.#sees(/\\frac *\{? *\d/y)) {
      const part = this.#named()
      return (of) => plus(value, part(of))
    }
    return () => value
  }

  /** What begins with a name or a command. */
  #named(): Node {
    if (this.#take(/\\frac/y)) {
      const [top, bottom] = [this.#group(), this.#group()]
      return (of) => over(top(of), bottom(of))
    }
    if (this.#take(/\\d?binom/y)) {
      const [all, some] = [this.#group(), this.#group()]
      return (of) => choose(all(of), some(of))
    }
    if (this.#take(/\\sqrt(?![a-z])|sqrt(?=[ (])|√/y)) return this.#root()
    if (this.#take(/\\pi(?![a-z])|pi(?![a-z])|π/y)) return () => Math.PI
    const name = this.#take(/\\?(?:sin|cos|tan|ln|log|exp)(?![a-z])/y)?.replace('\\', '')
    const known = name === undefined ? undefined : functions[name]
    if (known) {
      const inside = this.#raised()
      return (of) => known(toNumber(inside(of)))
    }
    if (this.#take(/∞/y)) return () => Number.POSITIVE_INFINITY
    return this.#letter()
  }

  #root(): Node {
    const degree = this.#take(/\[ *\d{1,2} *\]/y)?.replace(/\D/g, '') ?? '2'
    const inside = this.#group()
    return (of) => root(inside(of), BigInt(degree))
  }

  #letter(): Node {
    const name = this.#take(/[A-Za-zα-ωΑ-Ω](?:_(?:\w|\{\w+\}))?/y)
    if (name === undefined) throw new NotMaths()
    if (name === 'e') return () => Math.E
    this.#letters.add(name)
    return (of) => of(name)
  }

  /** What a command takes: something in braces, or one digit or letter. */
  #group(): Node {
    if (this.#take(/\{/y)) return this.#closed(/\}/y)
    const digit = this.#take(/\d/y)
    if (digit === undefined) return this.#sees(/[\\(]/y) ? this.#marked() : this.#letter()
    const value = fraction(BigInt(digit))
    return () => value
  }

  #closed(end: RegExp): Node {
    const inside = this.#sum()
    if (this.#take(end) === undefined) throw new NotMaths()
    return inside
  }

  /** Whether what follows is multiplied with what came before, though nothing says so. */
  #goesOn(): boolean {
    if (this.#sees(/[({√π]|\\(?![}\]|)]|[lr]vert)/y)) return true
    const word = /\s*([A-Za-zα-ωΑ-Ω]+)/y
    word.lastIndex = this.#at
    const [all, letters = ''] = word.exec(this.#text) ?? []
    if (all === undefined) return false
    if (/^(?:sin|cos|tan|ln|log|exp|pi|sqrt)/.test(letters)) return true
    return !isUnit(letters, all.length > letters.length, this.#text.slice(this.#at + all.length))
  }

  /** Units, and all that follows them. */
  #unit(): void {
    const rest = this.#text.slice(this.#at)
    const [all = '', space = '', letters = ''] = /^(\s*)([A-Za-z]+)/.exec(rest) ?? []
    const isRest = letters ? isUnit(letters, space !== '', rest.slice(all.length)) : /^[\s.]*$/.test(rest)
    if (isRest) this.#at = this.#text.length
  }

  #sees(what: RegExp): boolean {
    what.lastIndex = this.#skipped()
    return what.test(this.#text)
  }

  #take(what: RegExp): string | undefined {
    what.lastIndex = this.#skipped()
    const [found] = what.exec(this.#text) ?? []
    if (found !== undefined) this.#at = what.lastIndex
    return found
  }

  #skipped(): number {
    let at = this.#at
    while (this.#text[at] === ' ' || this.#text[at] === '\n' || this.#text[at] === '\t') at++
    return at
  }
}

function negated(value: Quantity): Quantity {
  return times(fraction(-1n), value)
}

function factorial(value: Quantity): Quantity {
  const most = toNumber(value)
  if (!Number.isInteger(most) || most < 0 || most > 170) return Number.NaN
  let product = fraction(1n)
  for (let factor = 2n; factor <= BigInt(most); factor++) product = times(product, fraction(factor))
  return product
}

function choose(all: Quantity, some: Quantity): Quantity {
  const rest = plus(all, negated(some))
  return over(factorial(all), times(factorial(some), factorial(rest)))
}
