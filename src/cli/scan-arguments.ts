import type { ArgsDef } from 'citty'
import { UsageError } from './usage-error.ts'

/** Every value of an option, in order: citty itself keeps the last one only. */
export type OptionValues = ReadonlyMap<string, readonly string[]>

/**
 * Reads the options of a command line by the command's own table.
 *
 * @throws UsageError for what citty lets pass: unknown options, surplus arguments, options without their value.
 */
export function scanArguments(rawArgs: readonly string[], args: ArgsDef): OptionValues {
  const values = new Map<string, string[]>()
  let positionals = Object.values(args).filter(({ type }) => type === 'positional').length
  for (let at = 0; at < rawArgs.length; at++) {
    const arg = rawArgs[at] ?? ''
    if (arg === '--') {
      const surplus = rawArgs[at + 1 + positionals]
      if (surplus === undefined) break
      throw new UsageError(`there is no argument '${surplus}'`)
    }
    if (arg === '-' || !arg.startsWith('-')) {
      if (--positionals < 0) throw new UsageError(`there is no option or argument '${arg}'`)
      continue
    }
    const equals = arg.indexOf('=')
    const flag = equals < 0 ? arg : arg.slice(0, equals)
    const type = flag.startsWith('--') && Object.hasOwn(args, flag.slice(2)) && args[flag.slice(2)]?.type
    if (!type || type === 'positional') throw new UsageError(`there is no option ${flag}`)
    if (type === 'boolean') continue
    const value = equals < 0 ? rawArgs[++at] : arg.slice(equals + 1)
    if (value === undefined || value === '') throw new UsageError(`${flag} needs a value`)
    values.set(flag.slice(2), [...(values.get(flag.slice(2)) ?? []), value])
  }
  return values
}
