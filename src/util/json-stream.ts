type Container = unknown[] | { [key: string]: unknown }

type Token =
  | { readonly type: 'string'; readonly isKey: boolean; text: string; escape: string }
  | { readonly type: 'literal'; text: string }

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/**
 * Reads JSON that is still being written. Every character is looked at once; a snapshot copies only the containers that are still open,
 * so that a snapshot already handed out never changes.
 *
 * Text before the first value (a code fence, a preamble) is skipped. What is malformed ends the reading: the last snapshot stays.
 *
 * @see RFC 8259
 */
export class JsonStream {
  /** Whether the value is complete. */
  done = false
  #broken = false
  #root: unknown = undefined
  #open: Container[] = []
  #keys: (string | undefined)[] = []
  #token: Token | undefined
  #started = false
  #handedOut = false

  /** The value so far; `undefined` before it begins. Half-written literals and keys are left out. */
  get value(): unknown {
    this.#handedOut = true
    return this.#root
  }

  /** Whether the value changed. */
  push(text: string): boolean {
    let changed = false
    for (const character of text) {
      if (this.done || this.#broken) break
      if (this.#step(character)) changed = true
    }
    if (this.#token?.type === 'string' && !this.#token.isKey && this.#put(this.#token.text)) changed = true
    return changed
  }

  #step(character: string): boolean {
    if (!this.#started) {
      if (character !== '{' && character !== '[') return false
      this.#started = true
    }
    if (this.#token?.type === 'string') return this.#inString(this.#token, character)
    if (this.#token) {
      if (/[\w.+-]/.test(character)) {
        this.#token.text += character
        return false
      }
      return this.#endLiteral(this.#token.text) && (this.#structure(character) || true)
    }
    return this.#structure(character)
  }

  #structure(character: string): boolean {
    switch (character) {
      case '{':
        return this.#enter({})
      case '[':
        return this.#enter([])
      case '}':
      case ']':
        return this.#leave(character)
      case '"':
        this.#token = { type: 'string', isKey: this.#expectsKey(), text: '', escape: '' }
        return !this.#token.isKey && this.#append('')
      case ',':
        this.#keys[this.#keys.length - 1] = undefined
        return false
      case ':':
        return false
      default:
        if (/\s/.test(character)) return false
        this.#token = { type: 'literal', text: character }
        return false
    }
  }

  #inString(token: Token & { type: 'string' }, character: string): boolean {
    if (token.escape) return this.#inEscape(token, character)
    if (character === '\\') token.escape = '\\'
    else if (character === '"') return this.#endString(token)
    else token.text += character
    return false
  }

  #inEscape(token: Token & { type: 'string' }, character: string): boolean {
    token.escape += character
    if (token.escape[1] !== 'u') {
      token.text += escapes[character] ?? character
      token.escape = ''
    } else if (token.escape.length === 6) {
      token.text += String.fromCharCode(Number.parseInt(token.escape.slice(2), 16))
      token.escape = ''
    }
    return false
  }

  #endString(token: Token & { type: 'string' }): boolean {
    this.#token = undefined
    if (!token.isKey) return this.#put(token.text)
    this.#keys[this.#keys.length - 1] = token.text
    return false
  }

  #endLiteral(text: string): boolean {
    this.#token = undefined
    try {
      return this.#append(JSON.parse(text))
    } catch {
      this.#broken = true
      return false
    }
  }

  #enter(container: Container): boolean {
    if (this.#open.length === 0) this.#root = container
    else this.#append(container)
    this.#open.push(container)
    this.#keys.push(undefined)
    return true
  }

  #leave(bracket: '}' | ']'): boolean {
    const fits = Array.isArray(this.#open.at(-1)) === (bracket === ']')
    if (!fits) {
      this.#broken = true
      return false
    }
    this.#open.pop()
    this.#keys.pop()
    if (this.#keys.length > 0 && !Array.isArray(this.#open.at(-1)))
      this.#keys[this.#keys.length - 1] = undefined
    this.done = this.#open.length === 0
    return true
  }

  #expectsKey(): boolean {
    return !Array.isArray(this.#open.at(-1)) && this.#keys.at(-1) === undefined
  }

  /** Adds a value to the innermost container. */
  #append(value: unknown): boolean {
    const container = this.#writable()
    if (Array.isArray(container)) container.push(value)
    else if (container) define(container, this.#keys.at(-1), value)
    return true
  }

  /** Replaces the value that was added last. */
  #put(value: unknown): boolean {
    const container = this.#writable()
    if (Array.isArray(container)) container[container.length - 1] = value
    else if (container) define(container, this.#keys.at(-1), value)
    return true
  }

  /** The innermost container; copied, with all around it, if somebody holds the last snapshot. */
  #writable(): Container | undefined {
    if (!this.#handedOut) return this.#open.at(-1)
    this.#handedOut = false
    const copies = this.#open.map((container) =>
      Array.isArray(container) ? [...container] : { ...container },
    )
    copies.forEach((copy, depth) => {
      const parent = copies[depth - 1]
      if (Array.isArray(parent)) parent[parent.length - 1] = copy
      else if (parent) define(parent, this.#keys[depth - 1], copy)
    })
    this.#open = copies
    this.#root = copies[0]
    return copies.at(-1)
  }
}

/** An own property whatever its name: a model that writes `__proto__` must not reach ours. */
function define(target: Container, key: string | undefined, value: unknown): void {
  if (key !== undefined)
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}
