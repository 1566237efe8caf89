import type { PrepareProgress } from '../../core/backend.ts'
import { byteText } from './byte-text.ts'

const BAR_WIDTH = 24

/** One line about a download: how far, how fast, how long still; never wider than `columns`. */
export function progressLine(progress: PrepareProgress, rate: number | undefined, columns: number): string {
  const { phase, what, completedBytes, totalBytes } = progress
  const parts = [`${phase} ${what}`]
  if (completedBytes !== undefined && totalBytes) {
    const share = Math.min(1, completedBytes / totalBytes)
    const filled = Math.floor(share * BAR_WIDTH)
    parts.push(`[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`)
    parts.push(`${Math.floor(share * 100)} %`, `${byteText(completedBytes)} of ${byteText(totalBytes)}`)
  } else if (completedBytes !== undefined) parts.push(byteText(completedBytes))
  if (rate !== undefined && phase === 'downloading') {
    parts.push(`${byteText(rate)}/s`)
    const left = (totalBytes ?? 0) - (completedBytes ?? 0)
    if (left > 0 && rate > 0) parts.push(`${clock(left / rate)} left`)
  }
  const line = parts.join('  ')
  if (line.length <= columns) return line
  // the end tells more than the name
  const [, ...rest] = parts
  return rest.length === 0 ? line.slice(0, columns) : rest.join('  ').slice(0, columns)
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  const minutes = Math.floor(whole / 60)
  const two = (value: number): string => String(value).padStart(2, '0')
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}
