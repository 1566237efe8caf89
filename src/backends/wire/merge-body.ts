/** Members that hold options of their own: these are merged key by key. */
const nested: ReadonlySet<string> = new Set([
  'options',
  'chat_template_kwargs',
  'stream_options',
  'text',
  'reasoning',
  'output_config',
])

/** A body without its absent members, and with `extra` over it. Neither is changed. */
export function mergeBody(body: Record<string, unknown>, extra: unknown): Record<string, unknown> {
  const merged = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  for (const [key, value] of Object.entries(isRecord(extra) ? extra : {})) {
    const own = merged[key]
    merged[key] = nested.has(key) && isRecord(own) && isRecord(value) ? { ...own, ...value } : value
  }
  return merged
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
