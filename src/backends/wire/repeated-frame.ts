/** What a JSON string cannot hold as it is, but for the quote that ends it. */
// oxlint-disable-next-line no-control-regex -- JSON forbids them within a string
const special = /[\\\u0000-\u001f]/

/**
 * Reads frames that repeat one they know but for a few texts in them, as nearly all of a stream's do, without parsing them.
 *
 * What it reads is what `JSON.parse` would: a hole is the value of the only member of its name in the frame, holds nothing that JSON
 * would have escaped, and everything around the holes is the same, letter by letter.
 */
export class RepeatedFrame {
  readonly #text: string
  readonly #names: readonly string[]
  /** What stands around the holes; empty while no frame is known. */
  #pieces: readonly string[] = []
  #hole = 0

  /** @param text the member that is wanted @param others members that differ from frame to frame, too */
  constructor(text: string, others: readonly string[] = []) {
    this.#text = text
    this.#names = [text, ...others]
  }

  /** The text of a frame that repeats the known one. */
  read(frame: string): string | undefined {
    const pieces = this.#pieces
    const [first] = pieces
    if (first === undefined || !frame.startsWith(first)) return undefined
    let text: string | undefined
    let at = first.length
    for (let hole = 0; hole < pieces.length - 1; hole++) {
      const end = frame.indexOf('"', at)
      const next = pieces[hole + 1] ?? ''
      if (end < 0 || !frame.startsWith(next, end)) return undefined
      const value = frame.slice(at, end)
      if (special.test(value)) return undefined
      if (hole === this.#hole) text = value
      at = end + next.length
    }
    return at === frame.length ? text : undefined
  }

  /** Takes a frame that was parsed, and said nothing but `text`, as the known one. */
  learn(frame: string, text: string): void {
    const starts = this.#names.flatMap((name) => holesOf(frame, name)).toSorted((a, b) => a - b)
    const own = holesOf(frame, this.#text)
    const [start] = own
    if (start === undefined || starts.includes(-1)) return
    const pieces: string[] = []
    let from = 0
    for (const each of starts) {
      const end = frame.indexOf('"', each)
      const value = frame.slice(each, end)
      if (special.test(value) || (each === start && value !== text)) return
      pieces.push(frame.slice(from, each))
      from = end
    }
    this.#pieces = [...pieces, frame.slice(from)]
    this.#hole = starts.indexOf(start)
  }
}

/** Where the text of a member starts: nothing where there is none, -1 where there are several. Within a text no quote stands before a colon unescaped. */
function holesOf(frame: string, name: string): readonly number[] {
  const member = `"${name}":"`
  const at = frame.indexOf(member)
  if (at < 0) return []
  return frame.includes(member, at + 1) ? [-1] : [at + member.length]
}
