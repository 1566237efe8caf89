/** Bars with the spread of the rounds, as SVG: ours in colour, an aim as a dashed line. */
const width = 760
const labelWidth = 190
const valueWidth = 110
const barHeight = 20
const step = 28
const top = 58

/**
 * @param rows `label`, `value`, `low`, `high`, `text` beside the bar
 * @param lines `value` and `label` of aims
 */
export function barChart({ title, unit, rows, lines = [] }) {
  const plot = width - labelWidth - valueWidth
  const most = Math.max(
    ...rows.map(({ value, high = value }) => Math.max(value, high)),
    ...lines.map(({ value }) => value),
  )
  const x = (value) => labelWidth + (value / most) * plot
  const height = top + rows.length * step + (lines.length > 0 ? 24 : 8)
  const bars = rows.map((row, index) => bar(row, top + index * step, x))
  const marks = lines.map(({ value, label }) => mark(x(value), label, top - 4, top + rows.length * step))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(16, 24, title, 'font-size="15" font-weight="600"'),
    text(16, 43, `${unit}; shorter is better`, 'fill="#57606a"'),
    ...bars,
    ...marks,
    '</svg>',
    '',
  ].join('\n')
}

function bar({ label, value, low, high, text: said }, y, x) {
  const own = label.startsWith('mellea')
  const middle = y + barHeight / 2
  const base = `<rect x="${round(x(0))}" y="${y}" width="${round(Math.max(x(value) - x(0), 1))}" height="${barHeight}" rx="2" fill="${own ? '#0969da' : '#b6bec7'}"/>`
  const whisker =
    low === undefined
      ? []
      : [
          `<path d="M${round(x(low))} ${middle}H${round(x(high))}M${round(x(low))} ${middle - 4}v8M${round(x(high))} ${middle - 4}v8" stroke="#24292f" fill="none"/>`,
        ]
  return [
    text(labelWidth - 8, middle + 4, label, `text-anchor="end"${own ? ' font-weight="600"' : ''}`),
    base,
    ...whisker,
    text(round(Math.max(x(value), high === undefined ? 0 : x(high)) + 6), middle + 4, said),
  ].join('\n')
}

function mark(x, label, from, to) {
  return [
    `<path d="M${round(x)} ${from}V${to}" stroke="#cf222e" stroke-dasharray="5 4" fill="none"/>`,
    text(round(x) + 4, to + 14, label, 'fill="#cf222e"'),
  ].join('\n')
}

function text(x, y, said, more = '') {
  const escaped = said.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign])
  return `<text x="${x}" y="${y}" ${more.includes('fill=') ? more : `fill="#24292f" ${more}`}>${escaped}</text>`
}

function round(value) {
  return Math.round(value * 10) / 10
}
