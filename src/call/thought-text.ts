const tag = /<\/?think(?:ing)?>/g

/** Thoughts as they come, without the marks that some servers leave around them. */
export class ThoughtText {
  /** All that was said so far. */
  whole = ''
  #held = ''

  /** What may be passed on: an end that may be the beginning of a mark is held back. */
  add(piece: string): string {
    const text = (this.#held + piece).replaceAll(tag, '')
    const at = text.lastIndexOf('<')
    const open = at >= 0 && /^<\/?[a-z]{0,8}$/.test(text.slice(at)) ? at : text.length
    this.#held = text.slice(open)
    return this.#said(text.slice(0, open))
  }

  /** What was held back. */
  end(): string {
    const rest = this.#held
    this.#held = ''
    return this.#said(rest)
  }

  #said(text: string): string {
    this.whole += text
    return text
  }
}
