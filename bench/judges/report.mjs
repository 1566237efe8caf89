import { percent, points } from './figures.mjs'

/** The results as a page. */
export function report({ seed, pairs, groups, models }) {
  return `# What a judge is worth

Written by \`npm run bench:judges -- --model a.gguf\`; the raw figures are in \`results.json\`. In brackets stand the ends of
the interval at 95 %.

## One requirement, one question

${pairs} pairs of an instruction and an output from \`test/labelled-rules\`, of all kinds, half of them met, in random order (seed ${seed}). Always
saying the same would be right in about half of the cases. "At 0.5" is the judge by \`P(yes)\` without calibration. "Calibrated"
uses a threshold that was chosen on one half of the pairs and is measured on the other; then both ways round. "Ranking" is how often, of a met and an
unmet pair, the met one has the higher \`P(yes)\`: 50 % is chance. The code check is the compiled
sentence; it was written with these pairs at hand, so its figure is an upper bound. The judge was not.

${table(
  [
    'model',
    'pairs',
    'plain judge',
    'at 0.5',
    'calibrated, one way',
    'both ways',
    'both ways − plain',
    'ranking',
    'code check',
  ],
  models.map(({ model, single }) => [
    model,
    `${single.measured}, ${single.rows.filter(({ met }) => met).length} met`,
    percent(single.plain),
    percent(single.atHalf),
    percent(single.calibratedOnSecondHalf),
    percent(single.calibratedBothWays),
    points(single.calibratedLessPlain),
    `${Math.round(single.ranking * 100)} %`,
    percent(single.code),
  ]),
)}

${table(
  [
    'model',
    'says yes',
    'no verdict',
    'thresholds of the halves',
    'outside the bands',
    'of these right',
    'tokens of a verdict, plain',
    'calibrated',
  ],
  models.map(({ model, single }) => [
    model,
    percent(single.saysYes),
    single.unknown,
    single.thresholds.map((each) => each.toFixed(3)).join(', '),
    percent(single.decided),
    percent(single.decidedRight),
    tokens(single.plainTokens, single.measured),
    tokens(single.calibratedTokens, single.measured),
  ]),
)}

## Four requirements of one output

${groups} outputs with four requirements each: asked one by one, and in one question (\`judge: { batch: true }\`). What is true of a
requirement that was put beside an output is what its code check says, of kinds whose checks were right on all labelled
pairs. The interval of the difference is over outputs; the others take the verdicts on one output as
independent, so they are too narrow.

${table(
  [
    'model',
    'verdicts',
    'met',
    'one by one',
    'in one',
    'in one − one by one',
    'calls, one by one',
    'in one',
    'tokens in + out, one by one',
    'in one',
  ],
  models
    .filter(({ batch }) => batch.groups > 0)
    .map(({ model, batch }) => [
      model,
      batch.questions,
      batch.met,
      percent(batch.each),
      percent(batch.batch),
      points(batch.batchLessEach),
      batch.each.spent.calls,
      batch.batch.spent.calls,
      `${batch.each.spent.input} + ${batch.each.spent.output}`,
      `${batch.batch.spent.input} + ${batch.batch.spent.output}`,
    ]),
)}
${models.some(({ batch }) => batch.groups < groups) || models.some(({ single }) => single.measured < pairs) ? '\nWhere fewer were measured than there are, the time that was given for it was over.\n' : ''}`
}

function tokens({ input, output }, count) {
  return `${Math.round(input / count)} + ${Math.round(output / count)}`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
