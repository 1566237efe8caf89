/** Something with headers: a `Response`, or one of ours. */
interface HasHeaders {
  get(name: string): string | null | undefined
}

/**
 * How long a server asked to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a date.
 * Nothing when it did not say, or said something else.
 */
export function retryDelay(headers: HasHeaders, now: number = Date.now()): number | undefined {
  const milliseconds = toNumber(headers.get('retry-after-ms'))
  if (milliseconds !== undefined) return milliseconds
  const text = headers.get('retry-after')
  const seconds = toNumber(text)
  if (seconds !== undefined) return Math.round(seconds * 1000)
  const date = Date.parse(text ?? '')
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function toNumber(text: string | null | undefined): number | undefined {
  return text && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
}
