/** Any value as a short text for an error message; never throws. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return cut(JSON.stringify(value))
  if (typeof value === 'function') return `the function ${value.name || '(unnamed)'}`
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return cut(JSON.stringify(value))
  } catch {
    return `an object of ${value.constructor?.name ?? 'no class'}`
  }
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
