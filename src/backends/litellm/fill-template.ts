import type { Environment } from '../../util/environment.ts'

/** `text` with each `{NAME}` replaced by that variable; nothing while one of them is not set. */
export function fillTemplate(text: string, env: Environment): string | undefined {
  let whole = true
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = env[name]?.trim()
    if (!value) whole = false
    return value ?? ''
  })
  return whole ? filled : undefined
}

/** The first of `templates` whose variables are all set. */
export function firstFilled(templates: readonly string[], env: Environment): string | undefined {
  for (const template of templates) {
    const filled = fillTemplate(template, env)
    if (filled !== undefined) return filled
  }
  return undefined
}

/** The variables that `templates` name, each once. */
export function variablesIn(templates: readonly string[]): readonly string[] {
  const names = templates.flatMap((template) =>
    [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  )
  return [...new Set(names)]
}
