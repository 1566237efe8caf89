import { maskDeep } from '../util/mask-secrets.ts'

type Members = { readonly [name: string]: unknown }

/** What a server said about a failure. */
export interface Failure {
  /** Its own names for it, joined: `'invalid_request_error context_length_exceeded'`. */
  readonly kind: string
  readonly text: string
  /** The status that the body itself gives. */
  readonly status: number | undefined
  /** How long to wait, in milliseconds, where the body says so. */
  readonly waitMs: number | undefined
  /** It is a web page: what answered is no model's server, but something before it. */
  readonly isPage: boolean
  /** The body: parsed where it is JSON. */
  readonly raw: unknown
}

/** Where servers put their own names of an error. */
const names = ['type', 'code', 'status', 'error_code', 'error_type', 'errorType', '__type', 'reason', 'title']

/**
 * Reads the shapes in use: `{ error: { message, type, code } }`, `{ error: 'text' }`, `{ message }`, `{ detail }`, `{ errors: [] }`, a list
 * of one of these, problem details (RFC 9457), a web page, and plain text.
 */
export function readFailure(body: unknown, secrets: readonly string[]): Failure {
  // once it is parsed: however the server has escaped them, secrets are found
  const raw = maskDeep(typeof body === 'string' ? parse(body) : body, secrets)
  const outer = unwrapped(recordOf(Array.isArray(raw) ? raw[0] : raw))
  if (!outer) return plain(raw)
  const inner = recordOf(outer['error']) ?? recordOf(listOf(outer['errors'])[0]) ?? outer
  const details = listOf(inner['details']).flatMap((each): readonly Members[] => {
    const detail = recordOf(each)
    return detail ? [detail] : []
  })
  const deeper = recordOf(inner['innererror'])
  const text =
    firstText(inner['message'], inner['Message'], inner['detail'], outer['error'], outer['message']) ??
    firstText(outer['detail'], outer['title']) ??
    JSON.stringify(raw)
  const upstream = recordOf(inner['metadata'])?.['raw']
  const words = wordsIn(text)
  return {
    kind: [
      ...[outer, inner, deeper ?? {}, ...details].flatMap(namesIn),
      // a LiteLLM proxy puts its class before the words: https://docs.litellm.ai/docs/exception_mapping
      ...(/litellm\.\w+/.exec(text) ?? []),
    ].join(' '),
    text: typeof upstream === 'string' && upstream !== '' ? `${words}: ${upstream}` : words,
    status: statusIn(inner) ?? statusIn(outer),
    waitMs: waitIn(inner, outer, details) ?? waitInWords(text),
    isPage: false,
    raw,
  }
}

/** Gateways put what they were told into their own words, as JSON. */
function wordsIn(text: string): string {
  if (!text.startsWith('{')) return text
  const told = recordOf(parse(text))
  const inner = recordOf(told?.['error']) ?? told
  return firstText(inner?.['message']) ?? text
}

/** Ollama passes on what its engine says, as it came: `{ error: '{"error":{"message":…}}' }`. */
function unwrapped(members: Members | undefined): Members | undefined {
  const said = members?.['error']
  return typeof said === 'string' && said.startsWith('{') ? (recordOf(parse(said)) ?? members) : members
}

function plain(raw: unknown): Failure {
  const said = typeof raw === 'string' ? raw : JSON.stringify(raw)
  const isPage = /^\s*</.test(said)
  const text = isPage ? titleOf(said) : said
  return { kind: '', text, status: undefined, waitMs: waitInWords(text), isPage, raw }
}

function titleOf(page: string): string {
  const [, title = ''] = /<(?:title|h1)[^>]*>([^<]*)</i.exec(page) ?? []
  return title.replaceAll(/\s+/g, ' ').trim()
}

function namesIn(members: Members): readonly string[] {
  return names.flatMap((name) => {
    const value = members[name]
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
  })
}

function statusIn(members: Members): number | undefined {
  for (const name of ['code', 'status', 'status_code', 'statusCode']) {
    const value = members[name]
    if ((typeof value === 'string' || typeof value === 'number') && /^[45]\d\d$/.test(String(value)))
      return Number(value)
  }
  return undefined
}

/** Google's `RetryInfo`, and Hugging Face's guess of how long a model loads. */
function waitIn(inner: Members, outer: Members, details: readonly Members[]): number | undefined {
  const delay = details.find(({ retryDelay }) => typeof retryDelay === 'string')?.['retryDelay']
  if (typeof delay === 'string') return spanOf(delay)
  const estimate = outer['estimated_time'] ?? inner['retry_after']
  return typeof estimate === 'number' && estimate >= 0 ? Math.ceil(estimate * 1000) : undefined
}

/** "Please try again in 6m0s", "Please retry after 17 seconds". */
function waitInWords(text: string): number | undefined {
  const found =
    /(?:try again|retry)\s+(?:in|after)\s+((?:\d+(?:\.\d+)?\s*(?:milliseconds?|ms|hours?|h|minutes?|m|seconds?|s)(?![a-z])\s*)+)/i
  const [, span] = found.exec(text) ?? []
  return span === undefined ? undefined : spanOf(span)
}

const units: { readonly [unit: string]: number } = { ms: 1, mi: 60_000, m: 60_000, s: 1000, h: 3_600_000 }

function spanOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|milli|mi|m|s|h)/gi)]
  if (parts.length === 0) return undefined
  const sum = parts.reduce((ms, [, count, unit = '']) => {
    const name = unit.toLowerCase()
    return ms + Number(count) * (name === 'milli' ? 1 : (units[name] ?? 0))
  }, 0)
  return Math.ceil(sum)
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  }
  return undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function recordOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
