import { OptionError } from '../../core/errors.ts'
import type { JsonPath } from '../../util/json-reader.ts'

/** A step of a path: a key, an index, or any. */
export type PathStep = string | number | undefined

const step = /\.?(\*)|\.?([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\*)\]|\[(\d+)\]|\[("(?:[^"\\]|\\.)*"|'[^'\\]*')\]/uy

/**
 * Reads `items[*].price`: keys, `[n]`, `["any key"]`, and `*` for every element or key; `$` for the top may stand before it. A part of RFC 9535.
 *
 * @throws OptionError naming the place that cannot be read
 */
export function parsePath(path: string, who = 'jsonPath()'): readonly PathStep[] {
  const text = typeof path === 'string' ? path.replace(/^\$(?=$|[.[])/, '') : ''
  if (text === '' && path !== '$')
    throw new OptionError(`${who}: the path is empty: write one like 'items[*].price'.`)
  const steps: PathStep[] = []
  step.lastIndex = 0
  while (step.lastIndex < text.length) {
    const at = step.lastIndex
    const [, any, key, anyItem, index, quoted] = step.exec(text) ?? []
    const isJoined = at === 0 || text[at] === '.' || text[at] === '['
    if (step.lastIndex === 0 || !isJoined || (at === 0 && text[at] === '.' && path === text))
      throw new OptionError(
        `${who}: ${JSON.stringify(path)} cannot be read from ${JSON.stringify(text.slice(at))} on: write keys, [n], ["key"] and *.`,
      )
    if (any ?? anyItem) steps.push(undefined)
    else if (index !== undefined) steps.push(Number(index))
    else steps.push(key ?? unquoted(quoted ?? ''))
  }
  return steps
}

/** Whether a place is one that the path means. */
export function isOnPath(place: JsonPath, steps: readonly PathStep[]): boolean {
  return (
    place.length === steps.length && steps.every((one, depth) => one === undefined || one === place[depth])
  )
}

function unquoted(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1) : String(JSON.parse(text))
}
