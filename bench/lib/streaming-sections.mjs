import { spread } from './stats.mjs'

/** What looking into an object costs while it is written. */
export function jsonSection({ cpu, slopes, memory, same }, { table, number, svg }) {
  const sizes = Object.keys(cpu)
  const rows = Object.keys(slopes).map((name) => [
    name,
    ...sizes.map((size) => (cpu[size][name] ? number(spread(cpu[size][name]).median) : '')),
    slopes[name].toFixed(2),
  ])
  const common = sizes.findLast((size) => Object.keys(slopes).every((name) => cpu[size][name]))
  const bars = Object.entries(cpu[common]).map(([label, values]) => {
    const { median, low, high } = spread(values)
    return { label, value: median, low, high, text: number(median) }
  })
  return [
    '## An object that is written',
    'A list of people, given four characters at a time by a backend that costs nothing, and looked at with every change. The last column is the slope of log CPU over log size: 1 is linear, 2 grows with the square. The peers read all of the text again with every delta, so they are measured up to ' +
      `${common} KB only.`,
    svg('json-stream', { title: `An object of ${common} KB`, unit: 'ms of CPU an answer', rows: bars }),
    table(['ms of CPU an answer', ...sizes.map((size) => `${size} KB`), 'slope'], rows),
    'What one call holds after all of its partials were read, its events among it, and the most that its process has used:',
    table(
      ['', ...Object.keys(memory).map((size) => `${size} KB`)],
      [
        ['held MB', ...Object.values(memory).map(({ heldMB }) => number(heldMB))],
        ['RSS MB at most', ...Object.values(memory).map(({ mostMB }) => number(mostMB))],
      ],
    ),
    `${same.documents.toLocaleString('en')} random objects, cut at random, were read as \`JSON.parse\` reads them, ${(same.calls ?? same.documents).toLocaleString('en')} of them by calls that were looked at (seed ${same.seed}).`,
  ].join('\n\n')
}

/** How soon an answer stops that has gone wrong, and what its repair costs. */
export function stopSection({ chunkSize, stops, repairs }, { table }) {
  const percents = [...new Set(stops.map(({ percent }) => percent))]
  const groups = [...new Set(stops.map(({ server, kind }) => `${server}: ${kind}`))]
  const late = ({ read, knownAt }) => `${read - knownAt}`
  const rows = groups.map((group) => [
    group,
    ...percents.map((percent) =>
      late(stops.find((each) => `${each.server}: ${each.kind}` === group && each.percent === percent)),
    ),
  ])
  const counted = stops.filter(({ stopped }) => stopped).length
  return [
    '## An answer that goes wrong',
    `Characters that were still taken in after an answer was known to be wrong, by how far it had come when it went wrong; a delta has ${chunkSize}. Of ${stops.length} answers that were stopped ${counted} have their usage in the ledger.`,
    table(['', ...percents.map((percent) => `${percent} %`)], rows),
    'Tokens generated in all for an answer of a hundred sentences of which one is wrong, when the repair begins anew and when it goes on from what was good (`rewind`):',
    table(
      ['', ...repairs.map(({ percent }) => `${percent} %`)],
      [
        ['begun anew', ...repairs.map(({ anew }) => `${anew}`)],
        ['rewound', ...repairs.map(({ rewound }) => `${rewound}`)],
      ],
    ),
  ].join('\n\n')
}
