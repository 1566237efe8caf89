/** Points and lines over two axes, as SVG: each series in its own colour, named in a legend; a point may have a whisker. */
const width = 760
const height = 470
const [left, right, top, bottom] = [64, 230, 62, 54]
const colours = [
  '#0969da',
  '#cf222e',
  '#1a7f37',
  '#9a6700',
  '#8250df',
  '#57606a',
  '#bf3989',
  '#0550ae',
  '#116329',
  '#bc4c00',
]

/**
 * @param x `label`, and the least and the most where they are not the data's
 * @param series `label`, `points` with `x`, `y`, `low`, `high`, `label`; `line` joins them
 * @param marks `y` and `label` of aims
 */
export function curveChart({ title, subtitle = '', x, y, series, marks = [] }) {
  const all = series.flatMap(({ points }) => points)
  const scaleX = scale(
    x,
    all.map((point) => point.x),
    [left, width - right],
  )
  const scaleY = scale(
    y,
    all.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]),
    [height - bottom, top],
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, title, 'font-size="15" font-weight="600"'),
    text(16, 43, subtitle, 'fill="#57606a"'),
    ...scaleX.ticks.map(
      (tick) =>
        `<path d="M${at(scaleX.of(tick))} ${top}V${height - bottom}" stroke="#eaeef2"/>${text(scaleX.of(tick), height - bottom + 16, said(tick), 'text-anchor="middle" fill="#57606a"')}`,
    ),
    ...scaleY.ticks.map(
      (tick) =>
        `<path d="M${left} ${at(scaleY.of(tick))}H${width - right}" stroke="#eaeef2"/>${text(left - 8, scaleY.of(tick) + 4, said(tick), 'text-anchor="end" fill="#57606a"')}`,
    ),
    text((left + width - right) / 2, height - 14, x.label, 'text-anchor="middle"'),
    `<g transform="rotate(-90)">${text(-(top + height - bottom) / 2, 16, y.label, 'text-anchor="middle"')}</g>`,
    ...marks.map(
      (mark) =>
        `<path d="M${left} ${at(scaleY.of(mark.y))}H${width - right}" stroke="#cf222e" stroke-dasharray="5 4"/>${text(left + 4, scaleY.of(mark.y) - 5, mark.label, 'fill="#cf222e"')}`,
    ),
    ...series.map((one, index) => drawn(one, colours[index % colours.length], scaleX.of, scaleY.of)),
    ...series.map(
      ({ label }, index) =>
        `<circle cx="${width - right + 18}" cy="${top + 8 + index * 19}" r="4.5" fill="${colours[index % colours.length]}"/>${text(width - right + 28, top + 12 + index * 19, label)}`,
    ),
    '</svg>',
    '',
  ].join('\n')
}

function drawn({ points, line = false }, colour, x, y) {
  const path = points.map((point) => `${at(x(point.x))} ${at(y(point.y))}`).join('L')
  const whiskers = points
    .filter(({ low }) => low !== undefined)
    .map(
      (point) =>
        `<path d="M${at(x(point.x))} ${at(y(point.low))}V${at(y(point.high))}" stroke="${colour}" stroke-opacity="0.35"/>`,
    )
  const dots = points.map(
    (point) => `<circle cx="${at(x(point.x))}" cy="${at(y(point.y))}" r="4" fill="${colour}"/>`,
  )
  const names = points
    .filter(({ label }) => label)
    .map((point) => text(x(point.x) + 6, y(point.y) - 6, point.label, `fill="${colour}" font-size="11"`))
  const joined =
    line && points.length > 1
      ? [`<path d="M${path}" stroke="${colour}" stroke-width="1.5" fill="none"/>`]
      : []
  return [...whiskers, ...joined, ...dots, ...names].join('\n')
}

/** From numbers to places, with some five round numbers in between. */
function scale({ least, most }, values, [from, to]) {
  const low = least ?? Math.min(...values)
  const high = most ?? Math.max(...values)
  const rough = (high - low || 1) / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((each) => each * power >= rough) * power
  const begin = least ?? Math.floor(low / step) * step
  const end = most ?? Math.ceil(high / step) * step
  const ticks = Array.from(
    { length: Math.floor((end - begin) / step + 1e-9) + 1 },
    (_, index) => begin + index * step,
  )
  return { ticks, of: (value) => from + ((value - begin) / (end - begin || 1)) * (to - from) }
}

function text(x, y, words, more = '') {
  const escaped = words.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign])
  return `<text x="${at(x)}" y="${at(y)}" ${more.includes('fill=') ? more : `fill="#24292f" ${more}`}>${escaped}</text>`
}

function at(value) {
  return Math.round(value * 10) / 10
}

function said(value) {
  return `${Math.round(value * 1000) / 1000}`
}
