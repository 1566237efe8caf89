import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { textRule, type TextReading } from '../text-rule.ts'

/** Counts something in a text, piece by piece. */
export interface Counter {
  /** Takes the next piece; how many there are for certain, whatever follows. */
  push(piece: string): number
  /** How many there are, now that nothing follows. */
  end(): number
}

/** Requirements on a number of things. All of them are shown to the model; a maximum stops the tokens once it is exceeded. */
export interface Counted {
  /** At most `n`. */
  max(n: number): Requirement<unknown>
  /** At least `n`. */
  min(n: number): Requirement<unknown>
  /** At least `least` and at most `most`. */
  between(least: number, most: number): Requirement<unknown>
  /** Just `n`. */
  exactly(n: number): Requirement<unknown>
}

/** What is counted. */
export interface Unit {
  /** For errors. */
  readonly name: string
  /** In a sentence: 'word'. */
  readonly one: string
  /** In a sentence: 'words'. */
  readonly many: string
  readonly start: () => Counter
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly description: string
}

export function atMost(unit: Unit, n: number): Requirement<unknown> {
  return rule(unit, { least: 0, most: whole(unit, n), description: `Use at most ${units(unit, n)}.` })
}

export function atLeast(unit: Unit, n: number): Requirement<unknown> {
  const description = `Use at least ${units(unit, n)}.`
  return rule(unit, { least: whole(unit, n), most: Number.POSITIVE_INFINITY, description })
}

export function exactly(unit: Unit, n: number): Requirement<unknown> {
  return rule(unit, { least: whole(unit, n), most: n, description: `Use exactly ${units(unit, n)}.` })
}

export function between(unit: Unit, least: number, most: number): Requirement<unknown> {
  if (whole(unit, least) > whole(unit, most))
    throw new OptionError(`${unit.name}.between(${least}, ${most}): give the smaller number first.`)
  return rule(unit, { least, most, description: `Use between ${least} and ${units(unit, most)}.` })
}

function rule({ start }: Unit, bounds: Bounds): Requirement<unknown> {
  return textRule({ description: bounds.description, start: () => readingOf(bounds, start()) })
}

function units({ one, many }: Unit, n: number): string {
  return `${n} ${n === 1 ? one : many}`
}

function readingOf({ least, most, description }: Bounds, counter: Counter): TextReading {
  let certain = 0
  return {
    push(piece) {
      certain = counter.push(piece)
      return certain > most ? `${description} It has at least ${certain}.` : undefined
    },
    end() {
      const count = counter.end()
      if (count >= least && count <= most) return undefined
      const off = count < least ? `${least - count} too few` : `${count - most} too many`
      return `${description} It has ${count}: ${off}.`
    },
    get settled() {
      return certain >= least && most === Number.POSITIVE_INFINITY
    },
  }
}

function whole({ name, many }: Unit, n: number): number {
  if (Number.isInteger(n) && n >= 0) return n
  throw new OptionError(`${name}: the number of ${many} must be a whole number from 0 up, got ${n}.`)
}
