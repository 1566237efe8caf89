import { ticks } from './axis.ts'
import { markup, type Html } from './markup.ts'

/** A bar of a lane, in the unit of the axis. */
export interface Bar {
  readonly from: number
  readonly length: number
  /** A class of the page's style. */
  readonly kind: string
  /** What it is, for those who point at it or hear it. */
  readonly title: string
  /** @default false */
  readonly isThin?: boolean
}

interface Lane {
  readonly label: string
  readonly bars: readonly Bar[]
}

interface LanesOptions {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly lanes: readonly Lane[]
  /** How a place on the axis is written. */
  readonly unit: (value: number) => string
}

const width = 760
const gutter = 132
const laneHeight = 26
const top = 8
const bottom = 30

/** Lanes with bars over an axis from 0. Drawn with classes alone, so that it follows the colours of its page. */
export function lanesSvg({ id, title, description, lanes, unit }: LanesOptions): Html {
  const most = Math.max(0, ...lanes.flatMap(({ bars }) => bars.map(({ from, length }) => from + length)))
  const places = ticks(most)
  const end = places.at(-1) || 1
  const x = (value: number): number => round(gutter + (value / end) * (width - gutter - 40))
  const floor = top + lanes.length * laneHeight
  const lines = places.map((value) => {
    const at = x(value)
    const line = markup`<line x1="${at}" y1="${top}" x2="${at}" y2="${floor}"/>`
    return markup`<g class="tick">${line}<text x="${at}" y="${floor + 18}" text-anchor="middle">${unit(value)}</text></g>
`
  })
  const rows = lanes.map(({ label, bars }, index) => {
    const y = top + index * laneHeight
    const text = markup`<text class="label" x="${gutter - 10}" y="${y + 17}" text-anchor="end">${label}</text>`
    return markup`<g>${text}${bars.map((bar) => drawn(bar, y, x))}</g>
`
  })
  const names = `${id}-title ${id}-description`
  return markup`<svg role="img" aria-labelledby="${names}" viewBox="0 0 ${width} ${floor + bottom}">
<title id="${id}-title">${title}</title>
<desc id="${id}-description">${description}</desc>
${lines}${rows}</svg>`
}

function drawn(bar: Bar, y: number, x: (value: number) => number): Html {
  const { from, length, kind, title, isThin = false } = bar
  const height = isThin ? 6 : 14
  const inset = isThin ? 10 : 6
  const start = x(from)
  // what took no time is still to be seen
  const wide = Math.max(2, round(x(from + length) - start))
  const place = markup`x="${start}" y="${y + inset}" width="${wide}" height="${height}"`
  return markup`<rect class="${kind}" ${place} rx="2"><title>${title}</title></rect>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
