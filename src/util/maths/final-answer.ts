import { plainMaths } from './plain-maths.ts'

/**
 * The answer at the end of a text that works something out, in the notation of `plainMaths`: what is in the last `\boxed{}`, else after
 * the last "the answer is" or `####`, else all of a text that is no prose, else the last formula, else the last number.
 */
export function finalAnswer(text: string): string {
  const said = boxed(text) ?? cued(text)
  if (said !== undefined) return plainMaths(formula(said) ?? said.slice(0, window))
  const all = text.slice(-window).trim()
  if (!isProse(all)) return plainMaths(formula(all) ?? all)
  return plainMaths(formula(all) ?? number(all) ?? all.slice(-longest))
}

/** Longer texts are no answers but their explanation. */
const longest = 80
// an answer at the end is not further away, in characters
const window = 2000

function isProse(text: string): boolean {
  const words = text.replace(/\\[A-Za-z]+/g, '').match(/[A-Za-z]{2,}/g) ?? []
  return words.length > 3 || text.length > longest || /[.!?:]\s/.test(text)
}

function boxed(text: string): string | undefined {
  const start = Math.max(text.lastIndexOf('\\boxed{'), text.lastIndexOf('\\fbox{'))
  if (start < 0) return undefined
  const open = text.indexOf('{', start) + 1
  let depth = 1
  for (let at = open; at < text.length; at++) {
    if (text[at - 1] === '\\') continue
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return text.slice(open, at)
  }
  return undefined
}

function cued(text: string): string | undefined {
  const cues = [...text.matchAll(/####|\b(?:final answer|answer)\b[*_]*(?: *is)? *[:=]?[*_]*/gi)]
  const last = cues.findLast(({ 0: cue }) => /####|answer[*_]*(?: *is| *[:=])/i.test(cue))
  if (!last) return undefined
  const line =
    text
      .slice(last.index + last[0].length)
      .trimStart()
      .slice(0, window)
      .split('\n', 1)[0] ?? ''
  // a sentence ends there, a decimal does not
  const [sentence = ''] = line.split(/[.!?](?=\s|$)/)
  const answer = sentence.replace(/^[*_:\s]+|[*_\s]+$/g, '')
  return answer === '' ? undefined : answer
}

/** The last one between dollars or brackets. */
function formula(whole: string): string | undefined {
  const text = whole.slice(-window)
  const found = [
    ...text.matchAll(/\$\$([^$]+)\$\$|\$([^$\n]+)\$|\\\(((?:(?!\\[()]).)*)\\\)|\\\[([^[\]]*?)\\\]/g),
  ].at(-1)
  return found?.slice(1).find((inside) => inside !== undefined)
}

function number(text: string): string | undefined {
  const written =
    /(?<![\w.])-?[$€£¥]?\d{1,30}(?:,\d{3}){0,9}(?:\.\d{1,30})?(?: \d{1,9}\/\d{1,9}|\/\d{1,30})?(?:e[+-]?\d{1,3})?(?: ?%)?/gi
  return text.match(written)?.at(-1)
}
