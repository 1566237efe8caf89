import type { Requirement } from '../../core/requirement.ts'
import { JsonReader } from '../../util/json-reader.ts'
import { textRule } from '../text-rule.ts'
import { faultText } from './json-in-text.ts'

/**
 * The answer is JSON and nothing else: `JSON.parse` takes it as it stands. The first character that is not stops the
 * tokens, and so does a code fence. For an answer with a type use `format` instead.
 *
 * @example
 * import { isJSON } from 'mellea/requirements'
 * const bare = isJSON()
 */
export function isJSON(): Requirement<unknown> {
  const description = 'Answer with JSON and nothing else.'
  return textRule({
    description,
    start() {
      const reader = new JsonReader()
      return {
        push(piece) {
          const fault = reader.push(piece)
          return fault && `${description} ${faultText(fault)}`
        },
        end() {
          const fault = reader.end()
          return fault && `${description} ${faultText(fault)}`
        },
      }
    },
  })
}
