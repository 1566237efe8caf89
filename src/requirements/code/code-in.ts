import { isLanguage } from '../markdown/code-language.ts'

interface FencedBlock {
  readonly mark: string
  readonly code: string
}

/**
 * The code in an answer, without the fence around it: the longest block that is marked with the language (short names
 * count: "ts", "py"), else the longest without a mark. An answer without fences is code as a whole. Nothing when all
 * blocks are marked with other languages.
 *
 * @example
 * import { codeIn } from 'mellea/requirements/code'
 * const code = codeIn('Here it is:\n```ts\nexport const one = 1\n```', 'typescript') // 'export const one = 1'
 */
export function codeIn(text: string, language: string): string | undefined {
  const blocks = fencedBlocks(text)
  if (blocks.length === 0) return text.trim()
  const marked = blocks.filter(({ mark }) => mark !== '' && isLanguage(mark, language))
  const some = marked.length > 0 ? marked : blocks.filter(({ mark }) => mark === '')
  const [longest] = some.toSorted((one, other) => other.code.length - one.code.length)
  return longest?.code
}

/** A block that is never closed goes on to the end. */
function fencedBlocks(text: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = []
  let open: { readonly fence: string; readonly mark: string; readonly lines: string[] } | undefined
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim()
    if (open && trimmed.startsWith(open.fence) && trimmed === open.fence.charAt(0).repeat(trimmed.length)) {
      blocks.push({ mark: open.mark, code: open.lines.join('\n') })
      open = undefined
    } else if (open) open.lines.push(line)
    else {
      const [, fence, info = ''] = /^(`{3,}|~{3,})([^`]*)$/.exec(trimmed) ?? []
      if (fence) open = { fence, mark: info.trim().split(/\s/)[0] ?? '', lines: [] }
    }
  }
  if (open) blocks.push({ mark: open.mark, code: open.lines.join('\n') })
  return blocks
}
