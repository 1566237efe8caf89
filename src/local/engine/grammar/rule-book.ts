/** The rules of a grammar while it is made; a body that comes twice is one rule. */
export class RuleBook {
  readonly #bodies = new Map<string, string>()
  readonly #names = new Map<string, string>()

  /** The name of a rule with this body. */
  define(body: string): string {
    const known = this.#names.get(body)
    if (known) return known
    const name = this.reserve()
    this.#names.set(body, name)
    this.#bodies.set(name, body)
    return name
  }

  /** A name whose body comes later, so that it can mention itself. */
  reserve(): string {
    const name = `r${this.#bodies.size}`
    this.#bodies.set(name, '')
    return name
  }

  complete(name: string, body: string): void {
    this.#bodies.set(name, body)
  }

  /** The whole grammar. */
  print(root: string): string {
    const rules = Array.from(this.#bodies, ([name, body]) => `${name} ::= ${body}`)
    return [`root ::= ${root}`, ...rules].join('\n')
  }
}
