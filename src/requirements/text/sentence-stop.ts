/** Whether a sentence ends after what was read: as soon as anything, or anything after white space, follows. */
export type Stop = 'none' | 'end' | 'at-once' | 'unless-lower' | 'unless-digit'

interface Reading {
  readonly before: Stop
  /** What was read since the last white space. */
  readonly word: string
  readonly character: string
  readonly closes: boolean
}

/** They stand before what they belong to. */
const titles = new Set(
  'mr mrs ms dr prof st mt vs cf ca approx bzw ggf inkl vgl mme mlle dra sra srta hr fr dott ing gen col capt lt rev hon'.split(
    ' ',
  ),
)
/** Short for "number", "page" and the like where a number follows, and words or ends of sentences elsewhere. */
const numbered = new Set('no nr fig vol p pp art sec abs num pag núm'.split(' '))
/** They may end a sentence. */
const lasting = new Set('etc usw al jr sr inc ltd co corp a.m p.m'.split(' '))

/** What one more visible character makes of it. */
export function stopAfter({ before, word, character, closes }: Reading): Stop {
  if (/[。！？｡]/.test(character)) return 'at-once'
  if (character === '…') return 'unless-lower'
  if (character === '!' || character === '?') return 'end'
  if (character === '.') return before === 'none' ? afterWord(word) : 'unless-lower'
  if (!closes || before === 'none' || before === 'at-once') return closes ? before : 'none'
  // in `"Why?" he asked.` the sentence goes on
  return /["”’»」』]/.test(character) ? 'unless-lower' : before
}

function afterWord(word: string): Stop {
  const bare = word.replace(/^[^\p{L}\p{N}]+/u, '')
  const lower = bare.toLowerCase()
  if (lasting.has(lower)) return 'unless-lower'
  if (numbered.has(lower)) return 'unless-digit'
  const isInitial = /^\p{Lu}$/u.test(bare) && bare !== 'I'
  const hasInnerStops = /^(\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(bare)
  return titles.has(lower) || isInitial || hasInnerStops ? 'none' : 'end'
}
