import type { CompiledReading, Requirement } from '../../core/requirement.ts'
import { caseRules } from './case-rules.ts'
import { choiceRules } from './choice-rules.ts'
import { contentRules } from './content-rules.ts'
import { edgeRules } from './edge-rules.ts'
import { formatRules } from './format-rules.ts'
import { keywordRules } from './keyword-rules.ts'
import { languageRules } from './language-rules.ts'
import { lengthRules } from './length-rules.ts'
import { markRules } from './mark-rules.ts'
import type { Form, Rule } from './rule.ts'
import { Sentence } from './sentence.ts'
import { readTokens, type Token } from './tokens.ts'

/** A sentence that is really a rule. */
export interface CompiledSentence extends CompiledReading {
  /** What decides, of a text. */
  readonly check: Pick<Requirement<unknown>, 'validate' | 'watch'>
}

/** Longer ones are no single rule. */
const mostTokens = 60

const rules: readonly Rule[] = [
  ...lengthRules,
  ...formatRules,
  ...contentRules,
  ...edgeRules,
  ...keywordRules,
  ...markRules,
  ...caseRules,
  ...choiceRules,
  ...languageRules,
]

interface Entry {
  readonly rule: Rule
  readonly form: Form
}

/** Every form under the words that it needs. */
const byWord: ReadonlyMap<string, readonly Entry[]> = indexed(rules)

/**
 * The rule that a sentence states, if all of it is one; nothing for a sentence that says more than a rule, or that can be
 * read in two ways.
 *
 * @example
 * import { compileRequirement } from 'mellea/requirements'
 * console.log(compileRequirement('Use fewer than sixty words.')?.reading) // at most 59 words
 */
export function compileRequirement(sentence: string): CompiledSentence | undefined {
  const tokens = withoutStop(readTokens(sentence))
  if (tokens.length > mostTokens) return undefined
  const whole = new Sentence(tokens)
  const found = new Map<string, CompiledSentence>()
  for (const { rule, form } of new Set(tokens.flatMap(({ text }) => byWord.get(text) ?? [])))
    for (const { reading, check } of form.read(whole)) {
      const { kind, standing } = rule
      found.set(`${kind}: ${reading}`, { kind, standing, reading, check })
    }
  const [only] = found.values()
  return found.size === 1 ? only : undefined
}

function indexed(all: readonly Rule[]): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>()
  for (const rule of all)
    for (const form of rule.forms) {
      if (!form.needs) throw new Error(`A form of "${rule.kind}" needs no word at all.`)
      const entry = { rule, form }
      for (const word of form.needs) index.set(word, [...(index.get(word) ?? []), entry])
    }
  return index
}

function withoutStop(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1)
  return last?.kind === 'mark' && (last.text === '.' || last.text === '!') ? tokens.slice(0, -1) : tokens
}
