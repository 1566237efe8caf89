const UNITS = ['kB', 'MB', 'GB', 'TB']

/** `'98.4 MB'`: in powers of a thousand, as disks and the hub count. */
export function byteText(bytes: number): string {
  let value = bytes
  let unit = 'B'
  for (const next of UNITS) {
    if (value < 999.5) break
    value /= 1000
    unit = next
  }
  return unit === 'B' ? `${Math.round(value)} B` : `${value.toFixed(value < 9.95 ? 2 : 1)} ${unit}`
}
