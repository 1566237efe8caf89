import type { ArgsDef } from 'citty'
import { scanArguments } from '../scan-arguments.ts'
import { UsageError } from '../usage-error.ts'

/** What `m ask` was told, read. */
export interface AskArguments {
  /** Absent, or `-`: stdin has it. */
  readonly prompt?: string
  readonly requirements: readonly string[]
  readonly maxWords?: number
  /** Absent: braces are literal. */
  readonly variables?: Readonly<Record<string, string>>
  /** The path of a JSON Schema. */
  readonly format?: string
  readonly backend: string
  readonly model?: string
  readonly baseURL?: string
  readonly pull: boolean
  readonly modelOptions: Readonly<Record<string, unknown>>
  readonly attempts?: number
  readonly timeoutSeconds?: number
  readonly stream: boolean
  readonly json: boolean
}

/** @throws UsageError for numbers, pairs and combinations that cannot be meant. */
export function readAskArguments(
  args: Readonly<Record<string, unknown>>,
  rawArgs: readonly string[],
  table: ArgsDef,
): AskArguments {
  const values = scanArguments(rawArgs, table)
  const last = (name: string): string | undefined => values.get(name)?.at(-1)
  const { prompt } = args
  const system = last('system')
  const variables = values.get('var')
  const options = pairs('option', values.get('option') ?? [])
  const read = {
    prompt,
    requirements: values.get('require') ?? [],
    maxWords: wholeNumber('max-words', last('max-words')),
    variables: variables && Object.fromEntries(pairs('var', variables)),
    format: last('format'),
    backend: last('backend') ?? (last('model') === undefined ? 'auto' : 'ollama'),
    model: last('model'),
    baseURL: last('base-url'),
    pull: args['pull'] === true,
    modelOptions: {
      ...Object.fromEntries(options.map(([name, text]) => [name, jsonOrText(text)])),
      ...(system !== undefined && { systemPrompt: system }),
    },
    attempts: wholeNumber('attempts', last('attempts')),
    timeoutSeconds: seconds(last('timeout')),
    // citty turns --no-stream into this
    stream: args['stream'] !== false,
    json: args['json'] === true,
  }
  refuseStray(read)
  return Object.fromEntries(
    Object.entries(read).filter(([, value]) => value !== undefined),
  ) as unknown as AskArguments
}

function refuseStray({
  backend,
  baseURL,
  pull,
}: {
  readonly backend: string
  readonly baseURL: string | undefined
  readonly pull: boolean
}): void {
  if (baseURL !== undefined && (backend === 'hf' || backend === 'huggingface'))
    throw new UsageError(`--base-url is for servers, and --backend ${backend} is a model in this process`)
  if (pull && backend !== 'ollama' && backend !== 'auto')
    throw new UsageError(`--pull is for Ollama, and does nothing with --backend ${backend}`)
}

function pairs(flag: string, texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new UsageError(`--${flag} takes NAME=VALUE, got '${text}'`)
    return [text.slice(0, equals), text.slice(equals + 1)]
  })
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined || (/^\d+$/.test(text) && Number(text) > 0))
    return text === undefined ? text : Number(text)
  throw new UsageError(`--${flag} takes a whole number above 0, got '${text}'`)
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new UsageError(`--timeout takes a number of seconds above 0, got '${text}'`)
}
