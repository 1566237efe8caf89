import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { missed } from '../missed.mjs'
import { aims, over } from './aims.mjs'
import { barChart } from './chart.mjs'
import { parallelSection } from './parallel-section.mjs'
import { allResults } from './results.mjs'
import { ratio, spread } from './stats.mjs'
import { jsonSection, stopSection } from './streaming-sections.mjs'

const bench = join(import.meta.dirname, '..')

/** Writes REPORT.md and its plots from the results; false when a missed aim has no sentence that says why. */
export function writeReport() {
  const results = allResults()
  const verdicts = aims
    .filter(({ part }) => results[part])
    .map((aim) => ({ ...aim, value: aim.measure(results) }))
    .map((aim) => ({ ...aim, ...verdict(aim) }))
  const unexplained = verdicts.filter(({ id, met }) => !met && !missed[id])
  mkdirSync(join(bench, 'plots'), { recursive: true })
  const parts = [head(results), aimsTable(verdicts), ...sections(results)]
  writeFileSync(join(bench, 'REPORT.md'), `${parts.join('\n\n')}\n`)
  format()
  for (const { id, text, said } of unexplained)
    console.error(`missed.mjs says nothing of "${id}": ${text}; it is ${said}`)
  return unexplained.length === 0
}

function verdict({ value, limit, say }) {
  if (typeof value === 'number') {
    const met = value <= limit
    return { met, said: say(value), word: met ? 'met' : '**missed**' }
  }
  const each = Object.entries(value)
  const fine = each.filter(([, one]) => one <= limit).map(([name]) => name)
  const met = fine.length === each.length
  const word = met ? 'met' : fine.length > 0 ? `**missed**, met against ${fine.join(' and ')}` : '**missed**'
  return { met, said: each.map(([name, one]) => `${say(one)} of ${name}`).join(', '), word }
}

function head(results) {
  const all = Object.entries(results)
  const machines = new Set(
    all.map(
      ([, { machine: m }]) =>
        `${m.processor}, ${m.cores} cores, ${m.memoryGiB} GiB, ${m.system}, Node ${m.node}`,
    ),
  )
  const libraries = new Set(
    all.map(
      ([, { library }]) =>
        `${library.version} of commit \`${library.commit.slice(0, 12)}\`${library.commit.endsWith('changed') ? ' with changes' : ''}`,
    ),
  )
  const loads = all.map(([name, { machine: m }]) => `${name} ${m.load[0]} to ${m.load[1]}`)
  const quick = all.filter(([, each]) => each.quick).map(([name]) => name)
  return [
    '# What mellea costs',
    'Written by `npm run bench` from `results/`; [README.md](README.md) says how it is measured.',
    `- mellea ${[...libraries].join('; ')}\n- machine: ${[...machines].join('; ')}\n- load of the machine (of ${all[0]?.[1].machine.cores} cores) before and after each part: ${loads.join(', ')}\n- peers: ${versions()}`,
    ...(quick.length > 0 ? [`**Trial figures** of few rounds, not to be quoted: ${quick.join(', ')}.`] : []),
  ].join('\n\n')
}

function versions() {
  const { dependencies } = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8'))
  const shown = Object.entries(dependencies).filter(
    ([name]) => !/typescript|esbuild|@types|standard-schema/.test(name),
  )
  return shown
    .map(([name, version]) =>
      version.startsWith('npm:') ? version.slice(4).replace(/@(?=[^@]*$)/, ' ') : `${name} ${version}`,
    )
    .join(', ')
}

function aimsTable(verdicts) {
  const count = verdicts.filter(({ met }) => met).length
  const rows = verdicts.map(({ text, said, word }) => [text, said, word])
  const why = verdicts.filter(({ met, id }) => !met && missed[id])
  const sentences = new Map()
  for (const { id, text } of why) sentences.set(missed[id], [...(sentences.get(missed[id]) ?? []), text])
  return [
    '## Aims',
    `${count} of ${verdicts.length} are met. Ratios are medians over rounds. Of two releases of a peer the first is the newest that supports this Node, the second the newest of all; an aim is met when it is met against both.`,
    table(['aim', 'measured', ''], rows),
    ...(why.length > 0
      ? [
          '### Why the others are missed',
          [...sentences]
            .map(
              ([sentence, texts]) =>
                `- ${texts.map((text) => text.replace(/^\.\.\. (and )?/, '')).join('; ')}: ${sentence}`,
            )
            .join('\n'),
        ]
      : []),
  ].join('\n\n')
}

function sections({
  overhead,
  http,
  import: imported,
  bundle,
  types,
  'json-stream': json,
  'stop-early': stops,
  streams,
  python,
}) {
  return [
    overhead && overheadSection(overhead),
    http && httpSection(http),
    imported && importSection(imported),
    bundle && bundleSection(bundle),
    types && typesSection(types),
    json && jsonSection(json, { table, number, svg }),
    stops && stopSection(stops, { table }),
    streams && parallelSection(streams, { table, number }),
    python && pythonSection(python),
  ].filter(Boolean)
}

function overheadSection({ cpu, wall, rss }) {
  return [
    '## A checked call on an instant backend',
    'Two requirements checked by code; the same two checks, in a loop of three attempts, around each peer. All answers pass at once. One call at a time.',
    plot('overhead', {
      title: 'A checked call, the model costs nothing',
      unit: 'µs of CPU a call',
      cpu,
      lines: [{ value: 50, label: 'aim' }],
    }),
    costTable(cpu, wall, rss, ['ai 6', 'ai 7', 'langchain'], 'µs'),
  ].join('\n\n')
}

const httpTexts = {
  unary: [
    'A whole reply',
    'a request',
    'One request and its whole reply of 0.4 KB over loopback, 64 at a time; ours with `stream: false`.',
  ],
  streamed: [
    'A streamed reply',
    'a request',
    'One request and its reply of 40 tokens, streamed and read delta by delta, 64 at a time; the server writes twenty tokens at once.',
  ],
  'tokens-bulk': [
    'A streamed token, in bulk',
    'a token',
    'Replies of 1,000 tokens, four at a time, their requests included. The server writes a reply at once: what a client does when the network, or another reply, has held it up.',
  ],
  'tokens-flushed': [
    'A streamed token, twenty in a write',
    'a token',
    'The same, each token an HTTP chunk of its own, twenty in a write.',
  ],
  'tokens-single': [
    'A streamed token, one in a write',
    'a token',
    'The same, each token a write of its own, as a model server sends them: most of the cost is Node reading from a socket.',
  ],
}

function httpSection({ parts }) {
  const each = Object.entries(parts).map(([name, { cpu, wall, rss }]) => {
    const [title, what, text] = httpTexts[name]
    return [
      `### ${title}`,
      text,
      plot(`http-${name}`, { title, unit: `µs of CPU ${what}`, cpu }),
      costTable(cpu, wall, rss, ['openai 6', 'openai 7', 'ai 6', 'ai 7'], 'µs'),
    ].join('\n\n')
  })
  return [
    '## Requests over loopback',
    "CPU of the client's process alone; the server is another one, and answers with prepared bytes. LangChain's Ollama model streams whatever it is asked.",
    ...each,
  ].join('\n\n')
}

function importSection({ cpu, wall, rss, loaded }) {
  const names = Object.keys(wall)
  const rows = names.map((name) => {
    const more = over(wall, name)
    const used = over(cpu, name)
    const isBare = name === 'an empty module'
    const whole = spread(wall[name])
    return [
      name,
      isBare
        ? `(${number(whole.median)} in all)`
        : `${number(more.median)} (${number(more.low)}–${number(more.high)})`,
      isBare ? '' : number(used.median),
      `${loaded[name].files}`,
      number(loaded[name].bytes / 1000),
      number(rss[name]),
    ]
  })
  const bars = names.slice(1).map((name) => ({ label: name, ...bar(over(wall, name)) }))
  return [
    '## Import',
    'From the start of a process to the end of its imports, over a process that imports an empty module; a process for each figure, in turn.',
    svg('import', {
      title: 'Time to import',
      unit: 'ms over an empty module',
      rows: bars,
      lines: [{ value: 20, label: 'aim' }],
    }),
    table(['', 'ms over an empty module (p10–p90)', 'CPU ms', 'files', 'KB', 'RSS MB'], rows),
  ].join('\n\n')
}

function bundleSection({ sizes }) {
  const rows = Object.entries(sizes).map(([name, { files, bytes, gzip, all }]) => [
    name,
    number(gzip / 1000),
    number(bytes / 1000),
    `${files}`,
    number(all.gzip / 1000),
  ])
  const bars = Object.entries(sizes).map(([label, { gzip }]) => ({
    label,
    value: gzip / 1000,
    text: number(gzip / 1000),
  }))
  return [
    '## Bundle',
    'One question to a model server, bundled by esbuild with splitting, minified: the files that the program loads when it runs, and all that it could load.',
    svg('bundle', {
      title: 'Bundle of hello world',
      unit: 'KB gzip',
      rows: bars,
      lines: [{ value: 25, label: 'aim for hello world' }],
    }),
    table(['', 'KB gzip loaded', 'KB minified', 'files', 'KB gzip in all'], rows),
  ].join('\n\n')
}

function typesSection({ cost }) {
  const names = Object.keys(cost['7'])
  const tables = Object.entries(cost).map(([version, each]) =>
    [
      `TypeScript ${version}`,
      table(
        [
          '',
          'hello: instantiations',
          'types',
          'lines of types',
          'full: instantiations',
          'types',
          'memory MB',
          'seconds',
        ],
        names.map((name) => {
          const { hello, full } = each[name]
          return [
            name,
            whole(hello.instantiations),
            whole(hello.types),
            whole(full.lines),
            whole(full.instantiations),
            whole(full.types),
            whole(full.memoryMB),
            full.seconds.toFixed(2),
          ]
        }),
      ),
    ].join('\n\n'),
  )
  const bars = names.map((label) => ({
    label,
    value: cost['7'][label].full.instantiations,
    text: whole(cost['7'][label].full.instantiations),
  }))
  return [
    '## Types',
    'What a type checker does for two programs, beyond what their schema alone costs: hello world; and an object of a schema with a nested list and an enum beside a streamed answer. Counts do not depend on the machine.',
    svg('types', {
      title: 'Type instantiations of a schema and a stream',
      unit: 'TypeScript 7, beyond the schema',
      rows: bars,
      lines: [{ value: 4500, label: 'aim' }],
    }),
    ...tables,
  ].join('\n\n')
}

function pythonSection(measured) {
  if (measured.skipped) return `## Beside Python\n\nNot measured: ${measured.skipped}`
  const { release, python, rows, rss } = measured
  const units = {
    'one at a time': ['ms a call', 1000],
    '16 at a time': ['ms a call', 1000],
    start: ['ms to the first answer', 1],
  }
  const body = Object.entries(rows).map(([name, { cpu, wall }]) => {
    const [unit, per] = units[name]
    const scale = (values) => spread(values.map((value) => value / per))
    const times = ratio(cpu.mellea, cpu['Mellea, Python'])
    return [
      `${name}, ${unit}`,
      ...['Mellea, Python', 'mellea'].flatMap((each) => [
        number(scale(cpu[each]).median),
        number(scale(wall[each]).median),
      ]),
      `${times.median.toFixed(2)} (${times.low.toFixed(2)}–${times.high.toFixed(2)})`,
    ]
  })
  const bars = Object.entries(rows)
    .filter(([name]) => name !== 'start')
    .flatMap(([name, { cpu }]) =>
      Object.entries(cpu).map(([label, values]) => ({
        label: `${label}, ${name.split(' ')[0]}`,
        ...bar(spread(values.map((value) => value / 1000))),
      })),
    )
  return [
    '## Beside Python',
    `The same program in Mellea ${release} (${python}) and in ours: an instruction with two code checks against the same loopback server, whole replies. One at a time Python's \`instruct()\`, 16 at a time its \`ainstruct()\`. Largest memory: ${Object.entries(
      rss,
    )
      .map(([name, size]) => `${name} ${number(size)} MB`)
      .join(', ')}.`,
    svg('python', { title: 'The same program in Python and here', unit: 'ms of CPU a call', rows: bars }),
    table(['', 'Python: CPU', 'time', 'ours: CPU', 'time', 'ours / Python, CPU (p10–p90)'], body),
  ].join('\n\n')
}

/** CPU of each client, its spread, and its ratios to others round by round. */
function costTable(cpu, wall, rss, against, unit) {
  const rows = Object.keys(cpu).map((name) => {
    const { median, low, high } = spread(cpu[name])
    const times = against.map((peer) => (peer === name ? '1' : said(ratio(cpu[name], cpu[peer]))))
    return [
      name,
      `${number(median)} (${number(low)}–${number(high)})`,
      number(spread(wall[name]).median),
      ...times,
      `${rss[name]}`,
    ]
  })
  return table(
    ['', `CPU ${unit} (p10–p90)`, `time ${unit}`, ...against.map((peer) => `x ${peer}`), 'RSS MB'],
    rows,
  )
}

function said({ median, low, high }) {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
}

function plot(name, { cpu, ...chart }) {
  const rows = Object.entries(cpu).map(([label, values]) => ({ label, ...bar(spread(values)) }))
  return svg(name, { ...chart, rows })
}

function bar({ median, low, high }) {
  return { value: median, low, high, text: number(median) }
}

function svg(name, chart) {
  writeFileSync(join(bench, 'plots', `${name}.svg`), barChart(chart))
  return `![${chart.title}](plots/${name}.svg)`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  )
}

function number(value) {
  return Math.abs(value) >= 100 ? whole(value) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}

/** As the checkout's own formatter wants it, where that is installed. */
function format() {
  const formatter = join(bench, '../node_modules/.bin/oxfmt')
  if (existsSync(formatter)) spawnSync(formatter, ['bench'], { cwd: join(bench, '..'), stdio: 'inherit' })
}
