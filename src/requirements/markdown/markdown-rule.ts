import type { TextReading } from '../text-rule.ts'
import { MarkdownReader, type MarkdownLine } from './markdown-reader.ts'

/** What looks at Markdown line by line. */
export interface MarkdownCheck {
  /** Why the rule is broken, whatever follows. */
  see(line: MarkdownLine): string | undefined
  /** Why it is not kept, now that nothing follows. */
  end(): string | undefined
  readonly settled?: boolean
}

/** A reading of text that is one of Markdown. */
export function markdownReading(check: MarkdownCheck): TextReading {
  const reader = new MarkdownReader()
  const seeAll = (lines: readonly MarkdownLine[]): string | undefined => {
    for (const line of lines) {
      const fault = check.see(line)
      if (fault !== undefined) return fault
    }
    return undefined
  }
  return {
    push: (piece) => seeAll(reader.push(piece)),
    end: () => seeAll(reader.end()) ?? check.end(),
    get settled() {
      return check.settled === true
    },
  }
}
