import { maskDeep } from '../util/mask-secrets.ts'

/** What a server said about a failure. */
export interface Failure {
  /** Its own code and type, joined: `'invalid_request_error context_length_exceeded'`. */
  readonly kind: string
  readonly text: string
  /** The body: parsed where it is JSON. */
  readonly raw: unknown
}

/** Reads the shapes in use: `{ error: { message, type, code } }`, `{ error: 'text' }`, `{ message }`, `{ detail }`, and plain text. */
export function readFailure(body: unknown, secrets: readonly string[]): Failure {
  // once it is parsed: however the server has escaped them, secrets are found
  const raw = maskDeep(typeof body === 'string' ? parse(body) : body, secrets)
  if (!isRecord(raw)) {
    const text = typeof raw === 'string' ? raw : JSON.stringify(raw)
    return { kind: '', text: /^\s*</.test(text) ? '' : text, raw }
  }
  const inner = isRecord(raw['error']) ? raw['error'] : raw
  const text =
    firstText(inner['message'], inner['detail'], raw['error'], raw['message']) ?? JSON.stringify(raw)
  const kind = [inner['type'], inner['code']].filter(
    (each) => typeof each === 'string' || typeof each === 'number',
  )
  return { kind: kind.join(' '), text, raw }
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
    if (Array.isArray(value)) return JSON.stringify(value)
  }
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
