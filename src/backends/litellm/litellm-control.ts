import type { GenerateRequest } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { warningList, type WarningList } from '../wire/warnings.ts'
import { controlOptions, elsewhereOptions } from './litellm-native.ts'

/** What a call says to LiteLLM, and not to the model. */
export interface LiteLLMControl {
  readonly dropParams: boolean
  /** Left out without a word. */
  readonly unwanted: ReadonlySet<string>
  /** Sent, whatever is known. */
  readonly allowed: ReadonlySet<string>
  readonly apiBase?: string | undefined
  readonly apiVersion?: string | undefined
  readonly region?: string | undefined
  readonly project?: string | undefined
  readonly location?: string | undefined
}

/** A request, and what of its options is LiteLLM's own. */
export interface ControlledRequest {
  /** Without those options; their headers are among its headers. */
  readonly request: GenerateRequest
  readonly control: LiteLLMControl
  readonly warnings: WarningList
}

/**
 * Takes LiteLLM's own options out of a request.
 *
 * @throws OptionError for `api_key`, which would be recorded with the other options, and for paths in `additional_drop_params`.
 */
export function takeControl(request: GenerateRequest): ControlledRequest {
  const { options } = request
  if (options['api_key'] !== undefined)
    throw new OptionError(
      'modelOptions.api_key would be recorded with the other options: pass `apiKey` to the backend, or set its variable.',
    )
  const warnings = warningList()
  const left: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (isControl(name)) continue
    const remedy = Object.hasOwn(elsewhereOptions, name) ? elsewhereOptions[name] : undefined
    if (remedy === undefined) left[name] = value
    else if (value !== undefined) warnings.unsupported(name, `"${name}" was left out: ${remedy}.`)
  }
  const headers = textsOf(options['extra_headers'])
  return {
    request: { ...request, options: left, ...(headers && { headers: { ...headers, ...request.headers } }) },
    control: controlOf(options),
    warnings,
  }
}

function controlOf(options: GenerateRequest['options']): LiteLLMControl {
  const text = (name: string): string | undefined => {
    const value = options[name]
    if (value === undefined || (typeof value === 'string' && value !== '')) return value || undefined
    throw new OptionError(`modelOptions.${name} must be a text.`)
  }
  return {
    dropParams: options['drop_params'] !== false,
    unwanted: namesOf(options['additional_drop_params'], 'additional_drop_params'),
    allowed: namesOf(options['allowed_openai_params'], 'allowed_openai_params'),
    apiBase: text('api_base'),
    apiVersion: text('api_version'),
    region: text('aws_region_name'),
    project: text('vertex_project'),
    location: text('vertex_location'),
  }
}

function namesOf(value: unknown, option: string): ReadonlySet<string> {
  if (value === undefined) return new Set()
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string' && /^\w+$/.test(each)))
    throw new OptionError(
      `modelOptions.${option} must be a list of names, like ['seed']: paths into a member are not known here.`,
    )
  return new Set(value)
}

function textsOf(value: unknown): { readonly [name: string]: string } | undefined {
  if (value === undefined) return undefined
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (entries.length > 0 && entries.every((pair): pair is [string, string] => typeof pair[1] === 'string'))
    return Object.fromEntries(entries)
  throw new OptionError("modelOptions.extra_headers must be an object of texts: { 'x-trace': 'abc' }.")
}

function isControl(name: string): boolean {
  return controlOptions.some((each) => each === name)
}
