import { TextFold, type TextMatching } from './fold-text.ts'

/** How a text is looked for. */
export interface SearchOptions extends TextMatching {
  /** Whether letters, digits or "_" beside it make it another word: "cat" is then not in "category". @default false */
  readonly wholeWords?: boolean | undefined
}

/** One of the texts that are looked for was found. */
interface Found {
  /** Which of them. */
  readonly index: number
  /** Where it ends in the piece that was shown last. */
  readonly end: number
}

interface Node {
  readonly next: Map<string, Node>
  /** The longest ending of this one that is a beginning, too. */
  fallback: Node | undefined
  /** Texts that end here: which, and of how many units. */
  ends: readonly { readonly index: number; readonly length: number }[]
}

const wordUnit = /[\p{L}\p{N}\p{M}_]/u

/**
 * Looks for several texts at once in one that arrives in pieces; takes linear time however many they are.
 *
 * @see A. V. Aho, M. J. Corasick, "Efficient string matching", Communications of the ACM 18 (1975)
 */
export class TextSearch {
  readonly #root: Node
  readonly #longest: number
  readonly #options: SearchOptions

  constructor(texts: readonly string[], options: SearchOptions) {
    const patterns = texts.map((text) => new TextFold(options).all(text))
    this.#options = options
    this.#root = automaton(patterns)
    this.#longest = Math.max(...patterns.map(({ length }) => length))
  }

  start(): SearchReading {
    return new SearchReading(this.#root, this.#longest, this.#options)
  }
}

class SearchReading {
  readonly #root: Node
  readonly #fold: TextFold
  readonly #wholeWords: boolean
  /** Whether each of the latest units belongs to a word; as many as can matter. */
  readonly #inWord: boolean[]
  #count = 0
  #node: Node
  #candidates: number[] = []

  constructor(root: Node, longest: number, options: SearchOptions) {
    this.#root = root
    this.#node = root
    this.#fold = new TextFold(options)
    this.#wholeWords = options.wholeWords ?? false
    this.#inWord = Array.from({ length: longest + 1 }, () => false)
  }

  push(piece: string): readonly Found[] {
    const found: Found[] = []
    let end = 0
    for (const character of piece) {
      for (const unit of this.#fold.units(character)) {
        // what follows decides: an accent makes the last letter another one
        const isWord = wordUnit.test(unit)
        const goesOn = this.#wholeWords ? isWord : /\p{M}/u.test(unit)
        if (!goesOn) for (const index of this.#candidates) found.push({ index, end })
        this.#step(unit, isWord)
      }
      end += character.length
    }
    return found
  }

  end(): readonly Found[] {
    return this.#candidates.map((index) => ({ index, end: 0 }))
  }

  #step(unit: string, isWord: boolean): void {
    let node: Node | undefined = this.#node
    while (node && !node.next.has(unit)) node = node.fallback
    this.#node = node?.next.get(unit) ?? this.#root
    this.#inWord[this.#count % this.#inWord.length] = isWord
    this.#count += 1
    const { ends } = this.#node
    const starts = this.#wholeWords ? ends.filter(({ length }) => !this.#inWordBefore(length)) : ends
    this.#candidates = starts.map(({ index }) => index)
  }

  #inWordBefore(length: number): boolean {
    const place = this.#count - length - 1
    return place >= 0 && this.#inWord[place % this.#inWord.length] === true
  }
}

function automaton(patterns: readonly (readonly string[])[]): Node {
  const root: Node = { next: new Map(), fallback: undefined, ends: [] }
  patterns.forEach((pattern, index) => {
    let node = root
    for (const unit of pattern) {
      const next = node.next.get(unit) ?? { next: new Map<string, Node>(), fallback: root, ends: [] }
      node.next.set(unit, next)
      node = next
    }
    node.ends = [...node.ends, { index, length: pattern.length }]
  })
  // breadth first: the fallback of a node is shorter, so it is complete
  const queue = [...root.next.values()]
  for (const node of queue)
    for (const [unit, next] of node.next) {
      let shorter = node.fallback
      while (shorter && !shorter.next.has(unit)) shorter = shorter.fallback
      next.fallback = shorter?.next.get(unit) ?? root
      next.ends = [...next.ends, ...next.fallback.ends]
      queue.push(next)
    }
  return root
}
