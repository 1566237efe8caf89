const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu

interface Word {
  readonly pieces: readonly string[]
  readonly count: number
}

/** Learns which pairs of pieces to join, the most frequent first, each as `'left right'`. The same corpus gives the same merges. */
export function trainBytePairs(
  corpus: string,
  alphabet: readonly string[],
  merges: number,
): readonly string[] {
  let words = countWords(corpus, alphabet)
  const learned: string[] = []
  while (learned.length < merges) {
    const pair = mostFrequentPair(words)
    if (pair === undefined) break
    learned.push(pair)
    words = words.map(({ pieces, count }) => ({ pieces: join(pieces, pair), count }))
  }
  return learned
}

function countWords(corpus: string, alphabet: readonly string[]): readonly Word[] {
  const counts = new Map<string, number>()
  for (const [word] of corpus.matchAll(WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Array.from(counts, ([word, count]) => ({
    pieces: Array.from(new TextEncoder().encode(word), (byte) => alphabet[byte] ?? ''),
    count,
  }))
}

function mostFrequentPair(words: readonly Word[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { pieces, count } of words)
    for (let at = 0; at + 1 < pieces.length; at++) {
      const pair = `${pieces[at]} ${pieces[at + 1]}`
      counts.set(pair, (counts.get(pair) ?? 0) + count)
    }
  let best: string | undefined
  let most = 1
  for (const [pair, count] of counts)
    if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count]
  return best
}

function join(pieces: readonly string[], pair: string): readonly string[] {
  const joined: string[] = []
  for (let at = 0; at < pieces.length; at++) {
    const isPair = at + 1 < pieces.length && `${pieces[at]} ${pieces[at + 1]}` === pair
    joined.push(isPair ? `${pieces[at]}${pieces[at + 1]}` : (pieces[at] ?? ''))
    if (isPair) at++
  }
  return joined
}
