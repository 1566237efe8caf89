import { quantile } from './stats.mjs'

/** A thousand streams at once, and how soon an abort is felt. */
export function parallelSection({ waves, streams, tokens, aborts, parts }, { table, number }) {
  const rows = Object.entries(parts).map(([name, { heaps, lost, rssMB, secondsAWave, abortMs }]) => [
    name,
    `${lost}`,
    number(heaps[1] ?? heaps[0]),
    number(heaps.at(-1)),
    number(rssMB),
    number(secondsAWave),
    number(quantile(abortMs, 0.5)),
    number(quantile(abortMs, 0.99)),
  ])
  return [
    '## Many streams at once',
    `${waves} waves of ${streams.toLocaleString('en')} parallel streams of ${tokens} tokens each, read by one process; the heap is what is left after a collection, after the second wave and after the last. Then ${aborts} streams that are aborted: milliseconds from \`abort()\` until the server sees the socket closed.`,
    table(['', 'streams lost', 'heap MB', 'at the end', 'RSS MB', 's a wave', 'abort ms, p50', 'p99'], rows),
  ].join('\n\n')
}
