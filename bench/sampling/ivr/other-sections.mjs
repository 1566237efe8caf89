import { curveChart } from '../../lib/curve-chart.mjs'
import { words } from './words.mjs'

/** How many drafts a vote needs. */
export function votingSection({ curves, recorded, most, trials, compared, temperature }, { plot, table }) {
  const pools = Object.entries(curves)
  const one = (value) => value.toFixed(1)
  const rows = pools.map(([name, { right, points }]) => {
    const count = points.find((point) => point.family === "'count'" && point.name === `n = ${most}`)
    const fixed = cheapest(points, 'a fixed number')
    const beta = cheapest(points, '{ confidence }')
    const usual = points.find((point) => point.name === '0.95')
    const said = ({ name: rule, drafts, loss, low, high }) =>
      `${rule}: ${drafts.toFixed(2)} (${loss.toFixed(2)}, ${low.toFixed(2)} to ${high.toFixed(2)})`
    return [
      name,
      one(right),
      count.drafts.toFixed(2),
      said(usual),
      said(fixed),
      said(beta),
      `${(most / beta.drafts).toFixed(1)}×`,
    ]
  })
  return [
    '## How many drafts a vote needs',
    `Votes of at most ${most} by the rules of \`majorityVote\`, one draft after another, ${trials.toLocaleString('en')} votes of each kind. "Recorded" are answers of ${recorded.model} to ${recorded.questions.length} questions of arithmetic, ${recorded.questions[0].answers.length} of each at temperature ${temperature} (all of them in [voting.json](ivr/results/voting.json)); the others are mixtures whose shares stand in [voting-mixtures.json](ivr/voting-mixtures.json). Loss is how many points less often the vote is right than one of all ${most}; with it 95 %, over questions where there are some. On ${compared.toLocaleString('en')} votes the library itself was run, and took as many drafts and had the same winner each time.`,
    ...['recorded', 'a benchmark'].map((name) =>
      plot(`voting-${name.replaceAll(' ', '-')}`, `Loss against drafts, ${name}`, chart(name, curves[name])),
    ),
    table(
      [
        '',
        `right at ${most}, %`,
        "'count', no loss: drafts",
        'confidence 0.95: drafts (loss)',
        'fewest fixed drafts at ≤ 1 point',
        'lowest confidence at ≤ 1 point',
        `fewer than ${most}`,
      ],
      rows,
    ),
    '### The whole curve',
    ...pools.map(([name, { points }]) =>
      [
        `${name}:`,
        table(
          ['rule', '', 'drafts', 'loss, points', '95 %'],
          points.map(({ family, name: rule, drafts, loss, low, high }) => [
            family,
            rule,
            drafts.toFixed(2),
            loss.toFixed(2),
            `${low.toFixed(2)} to ${high.toFixed(2)}`,
          ]),
        ),
      ].join('\n\n'),
    ),
    words.voting,
  ]
}

/** The fewest drafts at a loss of at most a point. */
function cheapest(points, family) {
  const fine = points.filter((point) => point.family === family && point.loss <= 1)
  return fine.toSorted((a, b) => a.drafts - b.drafts)[0]
}

function chart(name, { points }) {
  const families = [...new Set(points.map(({ family }) => family))]
  return curveChart({
    title: `Points lost against drafts: ${name}`,
    subtitle: 'a vote of at most 10; each point is a setting of the rule',
    x: { label: 'drafts a vote, on average', least: 0, most: 10 },
    y: { label: 'points less often right than a vote of 10' },
    marks: [{ y: 1, label: '1 point' }],
    series: families.map((family) => ({
      label: family,
      line: true,
      points: points
        .filter((point) => point.family === family)
        .map(({ drafts, loss, low, high }) => ({ x: drafts, y: loss, low, high })),
    })),
  })
}

/** How often judges were asked. */
export function judgesSection({
  seed,
  answers,
  refusedByCode,
  judgedAfterCode,
  judged,
  judgedOfAll,
  compared,
  different,
  time,
}) {
  return [
    '## Judges',
    `${answers.toLocaleString('en')} answers with random requirements, some of them code and some judged (seed ${seed}). Code refused ${refusedByCode} answers; about these the judge was asked ${judgedAfterCode} times. In all it was asked ${judged.toLocaleString('en')} times, and ${judgedOfAll.toLocaleString('en')} with \`validateAll\`; of ${compared.toLocaleString('en')} verdicts on the other answers ${different} differ from those of \`validateAll\`.`,
    `On a clock that moves only when told to, ${time.asLongest} of ${time.calls} calls with slow checks and judges took as long as the longest check and the longest judge together: ${time.ms.toLocaleString('en')} ms in all, where one after another takes ${time.sum.toLocaleString('en')} ms.`,
  ]
}
