import { shown } from '../util/shown.ts'
import { OptionError } from './errors.ts'

type Rule = readonly [what: string, holds: (value: unknown) => boolean]

const number: Rule = ['a number', (value) => typeof value === 'number' && Number.isFinite(value)]
const positive: Rule = ['a whole number above 0', (value) => Number.isInteger(value) && Number(value) > 0]
const text: Rule = ['a text', (value) => typeof value === 'string']
const object: Rule = [
  'an object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
]

const rules: Readonly<Record<string, Rule>> = {
  temperature: ['a number from 0 up', (value) => number[1](value) && Number(value) >= 0],
  maxNewTokens: positive,
  contextWindow: positive,
  seed: ['a whole number', Number.isInteger],
  topP: ['a number from 0 to 1', (value) => number[1](value) && Number(value) >= 0 && Number(value) <= 1],
  topK: ['a whole number from 0 up', (value) => Number.isInteger(value) && Number(value) >= 0],
  presencePenalty: number,
  frequencyPenalty: number,
  systemPrompt: text,
  stopSequences: [
    'a list of non-empty texts',
    (value) => Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== ''),
  ],
  thinking: ['true, false, a level, or { maxTokens }', (value) => isThinking(value)],
  toolChoice: [
    "'auto', 'none', 'required', or { name }",
    (value) => value === 'auto' || value === 'none' || value === 'required' || object[1](value),
  ],
  stream: ['true or false', (value) => typeof value === 'boolean'],
  tools: ['a list of tools', Array.isArray],
  extraBody: object,
}

/** The options that mean the same on every backend. */
export const portableNames: readonly string[] = Object.keys(rules)

export function isPortable(name: string): boolean {
  return Object.hasOwn(rules, name)
}

/** Throws for a portable option that cannot mean anything, before a request is made of it. */
export function checkOptions(options: object): void {
  if ('undefined' in options)
    throw new OptionError(
      'modelOptions has a key called "undefined": a constant like `ModelOption.X` that does not exist was used as a computed key.',
    )
  for (const [name, value] of Object.entries(options)) {
    const rule = isPortable(name) ? rules[name] : undefined
    if (value === undefined || !rule || rule[1](value)) continue
    throw new OptionError(`modelOptions.${name} must be ${rule[0]}, got ${shown(value)}.`)
  }
}

function isThinking(value: unknown): boolean {
  if (typeof value === 'boolean' || (typeof value === 'string' && value !== '')) return true
  return object[1](value) && positive[1](Reflect.get(Object(value), 'maxTokens'))
}
