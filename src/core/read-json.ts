import type { Json } from './json.ts'

/** The JSON in a text: the text itself, what stands in a code fence, or what stands between the first bracket and the last. */
export function readJson(text: string): Json | undefined {
  for (const find of [whole, fenced, between]) {
    const candidate = find(text)
    if (candidate === undefined) continue
    try {
      return JSON.parse(candidate)
    } catch {
      // the next reading may do
    }
  }
  return undefined
}

function whole(text: string): string {
  return text
}

// searched for, not matched: models write endless white space, on which a pattern would take endless time
function fenced(text: string): string | undefined {
  const open = text.indexOf('```')
  const close = open < 0 ? -1 : text.indexOf('```', open + 3)
  if (close < 0) return undefined
  const inside = text.slice(open + 3, close)
  return inside.startsWith('json') ? inside.slice(4) : inside
}

function between(text: string): string | undefined {
  const open = text.search(/[[{]/)
  const close = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  return open >= 0 && close > open ? text.slice(open, close + 1) : undefined
}
