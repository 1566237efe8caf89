/** How often a mark, or one of several, stands in a text. */
export function countMarks(text: string, marks: string): number {
  return Array.from(text).filter((each) => marks.includes(each)).length
}

/** How often a letter stands in a text, in either case and with any accent. */
export function countLetter(text: string, letter: string): number {
  const isPlain = letter === letter.normalize('NFD')
  const bare = (some: string): string =>
    (isPlain ? some.normalize('NFD') : some.normalize('NFC')).toLowerCase()
  return Array.from(bare(text)).filter((each) => each === bare(letter)).length
}

/** Pictures as readers see them: a family or a flag is one. */
export function countEmoji(text: string): number {
  const shown =
    /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[\d#*]\uFE0F?\u20E3/u
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)
  return [...segments].filter(({ segment }) => shown.test(segment)).length
}

/** Numbers in digits: "3.5", "1,000" and "2024-05-01" are one each. */
export function countNumbers(text: string): number {
  return text.match(/\d+(?:[.,:/-]\d+)*/g)?.length ?? 0
}

export function countLinks(text: string): number {
  return text.match(/\b(?:https?:\/\/|www\.)\S*[^\s.,;:!?)\]}'"]/gi)?.length ?? 0
}

export function countAddresses(text: string): number {
  return text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)?.length ?? 0
}

export function countHashtags(text: string): number {
  return text.match(/(?<![\p{L}\p{N}&])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu)?.length ?? 0
}

/** `[name]`, but for links and boxes to tick. */
export function countPlaceholders(text: string): number {
  return (
    text.match(/\[[^[\]\n]*[^[\]\s][^[\]\n]*\](?![(:])/g)?.filter((each) => !/^\[x\]$/i.test(each)).length ??
    0
  )
}

/** Words of at least two letters, all of them capital; `I` and `A` are none. */
export function countCapitalWords(text: string): number {
  return (text.match(/[\p{L}][\p{L}\p{M}'’]*/gu) ?? []).filter(
    (word) => /\p{L}.*\p{L}/u.test(word) && word === word.toUpperCase() && word !== word.toLowerCase(),
  ).length
}
