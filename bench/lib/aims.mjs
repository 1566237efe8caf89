import { ratio, spread } from './stats.mjs'

const times = (value) => `${value.toFixed(2)}x`
const millis = (value) => `${value.toFixed(3)} ms`

/**
 * What was aimed at. Each gives what was measured, and how to say it: one figure, or, against a peer of which two releases are
 * measured, one for each; the aim is met when it is met against both.
 */
export const aims = [
  {
    id: 'overhead-time',
    part: 'overhead',
    text: 'a checked call on an instant backend: at most 0.05 ms',
    limit: 0.05,
    say: millis,
    measure: ({ overhead }) => spread(overhead.cpu.mellea).median / 1000,
  },
  {
    id: 'overhead-ratio',
    part: 'overhead',
    text: '... and at most 0.33x of `ai`',
    limit: 0.33,
    say: times,
    measure: ({ overhead }) => besides(overhead.cpu, 'mellea', ['ai 6', 'ai 7']),
  },
  ...request('unary', 'a whole reply (`stream: false`), 64 at a time'),
  ...request('streamed', 'a streamed reply, 64 at a time'),
  ...token('tokens-bulk', 'a streamed token, all in one write'),
  ...token('tokens-flushed', 'a streamed token, twenty in a write'),
  ...token('tokens-single', 'a streamed token, each in a write of its own'),
  {
    id: 'import-files',
    part: 'import',
    text: "`import 'mellea'`: at most 10 files",
    limit: 10,
    say: (value) => `${value} files`,
    measure: (results) => results.import.loaded.mellea.files,
  },
  {
    id: 'import-bytes',
    part: 'import',
    text: '... at most 150 KB of JavaScript',
    limit: 150,
    say: (value) => `${value.toFixed(0)} KB`,
    measure: (results) => results.import.loaded.mellea.bytes / 1000,
  },
  {
    id: 'import-time',
    part: 'import',
    text: '... at most 20 ms over an empty module',
    limit: 20,
    say: (value) => `${value.toFixed(0)} ms`,
    measure: (results) => over(results.import.wall, 'mellea').median,
  },
  {
    id: 'bundle',
    part: 'bundle',
    text: 'a bundle of `startSession().instruct()` on Ollama: at most 25 KB gzip',
    limit: 25,
    say: (value) => `${value.toFixed(1)} KB`,
    measure: ({ bundle }) => bundle.sizes.mellea.gzip / 1000,
  },
  {
    id: 'json-slope',
    part: 'json-stream',
    text: 'CPU of `.partials` over the size of the object, up to 1 MB: a slope of at most 1.1 (1 is linear)',
    limit: 1.1,
    say: (value) => value.toFixed(2),
    measure: ({ 'json-stream': json }) => json.slopes['mellea, .partials'],
  },
  {
    id: 'json-65',
    part: 'json-stream',
    text: '... at 65 KB, over the text alone: at most 50 ms',
    limit: 50,
    say: (value) => `${value.toFixed(1)} ms`,
    measure: ({ 'json-stream': { cpu } }) =>
      spread(cpu['65']['mellea, .partials']).median - spread(cpu['65']['mellea, text alone']).median,
  },
  {
    id: 'stop-late',
    part: 'stop-early',
    text: 'an answer that goes wrong is stopped within one delta',
    limit: 1,
    say: (value) => `${value.toFixed(2)} deltas`,
    measure: ({ 'stop-early': { stops, chunkSize } }) =>
      Math.max(...stops.map(({ read, knownAt }) => (read - knownAt) / chunkSize)),
  },
  {
    id: 'stop-usage',
    part: 'stop-early',
    text: '... and its usage is in the ledger: missing of at most 0',
    limit: 0,
    say: (value) => `missing of ${value}`,
    measure: ({ 'stop-early': { stops } }) => stops.filter(({ stopped }) => !stopped).length,
  },
  {
    id: 'types-hello',
    part: 'types',
    text: 'types of hello world: at most 1,500 instantiations',
    limit: 1500,
    say: (value) => `${value}`,
    measure: ({ types }) =>
      Math.max(...Object.values(types.cost).map(({ mellea }) => mellea.hello.instantiations)),
  },
  {
    id: 'types-full',
    part: 'types',
    text: 'types of a schema and a stream, beyond the schema: at most 4,500 instantiations',
    limit: 4500,
    say: (value) => `${value}`,
    measure: ({ types }) =>
      Math.max(...Object.values(types.cost).map(({ mellea }) => mellea.full.instantiations)),
  },
]

/** What an import costs over an empty module, round by round. */
export function over(rows, name) {
  return spread(rows[name].map((value, round) => value - rows['an empty module'][round]))
}

function request(part, text) {
  return against(part, text, [
    ['openai', ['openai 6', 'openai 7'], 0.4],
    ['ai', ['ai 6', 'ai 7'], 0.25],
  ])
}

function token(part, text) {
  return against(part, text, [
    ['openai', ['openai 6', 'openai 7'], 0.33],
    ['ai', ['ai 6', 'ai 7'], 0.12],
  ])
}

function against(part, text, peers) {
  return ['mellea, Ollama', 'mellea, OpenAI'].flatMap((own) =>
    peers.map(([name, releases, limit]) => ({
      id: `${part} ${own.split(', ')[1]} ${name}`,
      part: 'http',
      text: `${text}, ${own.split(', ')[1]}: at most ${limit}x of \`${name}\``,
      limit,
      say: times,
      measure: ({ http }) => besides(http.parts[part].cpu, own, releases),
    })),
  )
}

/** The ratio to each release. */
function besides(cpu, own, peers) {
  return Object.fromEntries(peers.map((peer) => [peer, ratio(cpu[own], cpu[peer]).median]))
}
