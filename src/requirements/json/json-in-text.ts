import { JsonReader, type JsonFault, type JsonPath } from '../../util/json-reader.ts'

/**
 * Reads the JSON in a text that arrives in pieces. Text before the first bracket (a code fence, a preamble) and after
 * the value is forgiven. Without any bracket the whole text is read, less the fence around it.
 */
export class JsonInText {
  readonly #reader: JsonReader
  #hasBegun = false
  #before: string[] = []

  constructor(onValue?: (path: JsonPath, value: unknown) => void) {
    this.#reader = new JsonReader(onValue)
  }

  get value(): unknown {
    return this.#reader.value
  }

  push(piece: string): JsonFault | undefined {
    if (this.#reader.done) return undefined
    let text = piece
    if (!this.#hasBegun) {
      const start = piece.search(/[{[]/)
      this.#before.push(piece)
      if (start < 0) return undefined
      for (const skipped of [...this.#before.slice(0, -1), piece.slice(0, start)]) this.#reader.skip(skipped)
      this.#before = []
      this.#hasBegun = true
      text = piece.slice(start)
    }
    return this.#read(text)
  }

  end(): JsonFault | undefined {
    if (this.#hasBegun) return this.#reader.done ? undefined : this.#reader.end()
    const text = this.#before.join('').trim()
    const inside = /^```[\w-]*\n([^`]*)```$/.exec(text)?.[1] ?? text
    return this.#reader.push(inside) ?? this.#reader.end()
  }

  /** Character by character, since the end of the value is not known before. */
  #read(text: string): JsonFault | undefined {
    for (const character of text) {
      const fault = this.#reader.push(character)
      if (fault || this.#reader.done) return fault
    }
    return undefined
  }
}

/** Where a text stops being JSON, for the model. */
export function faultText({ line, column, found, expected }: JsonFault): string {
  const place = `line ${line}, column ${column}`
  return found === undefined
    ? `It ends at ${place}, where ${expected} should be.`
    : `At ${place} there is ${JSON.stringify(found)}, where ${expected} should be.`
}

/** A place in JSON as it is written in code: `items[2].price`. */
export function pathText(path: JsonPath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  })
  return steps.join('').replace(/^\./, '') || 'the top'
}
