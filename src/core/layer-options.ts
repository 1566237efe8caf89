import { nearest } from '../util/edit-distance.ts'
import type { Warning } from './backend.ts'
import { isPortable, portableNames } from './check-options.ts'
import type { OptionTable } from './option-table.ts'

/** Option objects of one call, the weakest first. */
export type OptionLayers = readonly (object | undefined)[]

export interface LayeredOptions {
  readonly options: { readonly [name: string]: unknown }
  readonly warnings: readonly Warning[]
}

/**
 * One set of options out of layers. A later layer wins, however it spells an option; within one layer the portable name beats the
 * native one, with a warning. `undefined` says nothing. Names that nobody knows are kept, with a warning. `extraBody` is no single
 * option but many: the members of all layers are sent, a later one's before an earlier one's.
 */
export function layerOptions(layers: OptionLayers, table: OptionTable | undefined): LayeredOptions {
  const options: Record<string, unknown> = {}
  const warnings: Warning[] = []
  for (const layer of layers) {
    if (!layer) continue
    for (const [name, value] of Object.entries(layer) as [string, unknown][]) {
      if (value === undefined) continue
      const portableName = aliasOf(name, table) ?? name
      if (portableName !== name && Reflect.get(layer, portableName) !== undefined)
        warnings.push(conflict(name, portableName))
      else options[portableName] = portableName === 'extraBody' ? merged(options[portableName], value) : value
    }
  }
  for (const name of Object.keys(options)) {
    if (isPortable(name)) continue
    if (table && !table.native.includes(name)) warnings.push(unknown(name, table))
  }
  for (const name of table?.unsupported ?? []) {
    if (options[name] === undefined) continue
    delete options[name]
    warnings.push({
      code: 'unsupported-option',
      option: name,
      message: `This backend has no "${name}": it was left out.`,
    })
  }
  return { options, warnings }
}

/** What is no object is left for the check of options to refuse. */
function merged(below: unknown, above: unknown): unknown {
  return isObject(below) && isObject(above) ? { ...below, ...above } : above
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function aliasOf(name: string, table: OptionTable | undefined): string | undefined {
  return table && Object.hasOwn(table.aliases, name) ? table.aliases[name] : undefined
}

function conflict(native: string, name: string): Warning {
  const message = `"${native}" and "${name}" are the same option, given twice in one place: "${name}" was used.`
  return { code: 'option-conflict', option: native, message }
}

function unknown(name: string, table: OptionTable): Warning {
  const meant = nearest(name, [...portableNames, ...table.native, ...Object.keys(table.aliases)])
  const hint = meant ? `did you mean "${meant}"?` : 'put what is not listed in `extraBody`.'
  return {
    code: 'unknown-option',
    option: name,
    message: `"${name}" is not an option that this backend knows: ${hint}`,
  }
}
