import { OptionError } from '../core/errors.ts'
import type { Schema } from '../core/schema.ts'
import type { FunctionSpec } from './generative-plan.ts'

/** The declaration that a template stands for: its text is the documentation, its placeholders are the parameters, all of them texts. */
export function templateSpec<Out>(
  strings: TemplateStringsArray,
  names: readonly string[],
  output: Schema<Out> | undefined,
): FunctionSpec<{ readonly [name: string]: string }, Out> {
  const wrong = names.find((name) => typeof name !== 'string' || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))
  if (wrong !== undefined)
    throw new OptionError(
      `generative\`…\`: a placeholder is the name of a parameter, got ${JSON.stringify(wrong)}. Values are given when it is called.`,
    )
  const doc = strings.reduce((text, piece, index) => `${text}the argument "${names[index - 1]}"${piece}`)
  return { name: 'answer', doc, input: textInput(names), ...(output && { output }) }
}

function textInput(names: readonly string[]): Schema<unknown, { readonly [name: string]: string }> {
  return {
    '~standard': {
      version: 1,
      vendor: 'mellea',
      validate(value) {
        const missing = names.filter((name) => Reflect.get(Object(value), name) === undefined)
        const issues = missing.map((name) => ({ message: 'is missing', path: [name] }))
        return issues.length > 0
          ? { issues }
          : { value: Object.fromEntries(names.map((name) => [name, Reflect.get(Object(value), name)])) }
      },
    },
  }
}
