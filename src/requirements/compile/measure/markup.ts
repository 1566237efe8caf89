/** A text without its blocks of code. */
function withoutCode(text: string): string {
  return text.replaceAll(/^[ \t]*(```|~~~)[\s\S]*?^[ \t]*\1[ \t]*$/gm, '')
}

export function countCodeBlocks(text: string): number {
  return text.match(/^[ \t]*(```|~~~)[\s\S]*?^[ \t]*\1[ \t]*$/gm)?.length ?? 0
}

/** Items of lists with points; nested ones, too. */
export function countBullets(text: string): number {
  return linesOf(withoutCode(text)).filter((line) => /^[-*+•‣◦–—]\s+\S/.test(line) && !isDivider(line)).length
}

export function countNumberedItems(text: string): number {
  return linesOf(withoutCode(text)).filter((line) => /^\**\d{1,3}[.)]\**\s+\S/.test(line)).length
}

/** Tables of Markdown, told by the line under their head. */
export function countTables(text: string): number {
  return linesOf(withoutCode(text)).filter((line) => /^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?$/.test(line))
    .length
}

/** What is set between stars: `*so*` and `**so**`. */
export function countHighlights(text: string): number {
  const spans = withoutCode(text).match(
    /\*\*[^*\s](?:[^*\n]*[^*\s])?\*\*|(?<!\*)\*[^*\s](?:[^*\n]*[^*\s])?\*(?!\*)/g,
  )
  return spans?.length ?? 0
}

/** The title in double angle brackets, if there is one. */
export function titleOf(text: string): string | undefined {
  return /<<([^<>\n]*[^<>\s][^<>\n]*)>>/.exec(text)?.[1]?.trim()
}

/** What a fence of code around all of a text holds, or the text. */
export function withoutFence(text: string): string {
  return /^```(?:json)?[ \t]*\n([\s\S]*?)\n?```$/i.exec(text.trim())?.[1] ?? text
}

function isDivider(line: string): boolean {
  return /^([*_-])(\s*\1){2,}$/.test(line)
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim())
}
