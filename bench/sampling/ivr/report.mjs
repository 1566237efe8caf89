import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { curveChart } from '../../lib/curve-chart.mjs'
import { allResults } from '../../lib/results.mjs'
import { difference, figuresOf, singleRates } from './figures.mjs'
import { judgesSection, votingSection } from './other-sections.mjs'
import { words } from './words.mjs'

const sampling = join(import.meta.dirname, '..')
const bench = join(sampling, '..')

/** Writes IVR.md and its plots from the results. */
export function writeIvrReport() {
  const results = allResults(join(import.meta.dirname, 'results'))
  const { tasks, voting, judges } = results
  const parts = [
    '# What strategies bring',
    'Written by `npm run bench:ivr` from `ivr/results/`. What it means is at the end of each part, in words that a person wrote after the run.',
    ...(tasks ? taskSections(tasks) : []),
    ...(voting ? votingSection(voting, { plot, table }) : []),
    ...(judges ? judgesSection(judges) : []),
  ]
  writeFileSync(join(sampling, 'IVR.md'), `${parts.filter(Boolean).join('\n\n')}\n`)
  spawnSync(join(bench, '../node_modules/.bin/oxfmt'), ['sampling/IVR.md'], { cwd: bench })
}

function taskSections({ tasks, models, machine, library }) {
  const given = JSON.parse(readFileSync(join(import.meta.dirname, 'tasks.json'), 'utf8'))
  const kindOf = Object.fromEntries(given.map(({ id, kind }) => [id, kind]))
  const kinds = [...new Set(given.map(({ kind }) => kind))]
  const names = Object.keys(Object.values(tasks)[0])
  const all = names.map((name) => figuresOf(tasks, name))
  const answered = new Set(given.filter(({ one }) => one).map(({ id }) => id))
  const oneRight = Object.fromEntries(Object.entries(tasks).filter(([id]) => answered.has(id)))
  return [
    '## Instruct, validate, repair',
    setting({ tasks, models, machine, library, kinds, kindOf }),
    ratesText(tasks),
    table(
      [
        '',
        'solved',
        '95 %',
        'tokens a task',
        '95 %',
        'of them written',
        'seconds a task',
        '95 %',
        'generations',
        'tokens for each solved',
      ],
      all.map((one) => [
        one.strategy,
        percent(one.share),
        `${percent(one.low)}–${percent(one.high)}`,
        whole(one.tokens),
        `${whole(one.tokensRange.low)}–${whole(one.tokensRange.high)}`,
        whole(one.out),
        one.seconds.toFixed(2),
        `${one.secondsRange.low.toFixed(2)}–${one.secondsRange.high.toFixed(2)}`,
        one.generations.toFixed(2),
        one.passed > 0 ? whole((one.tokens * one.tasks) / one.passed) : '',
      ]),
    ),
    plot('ivr-tokens', 'Success against tokens', chart(tasks, 'tokens', 'tokens a task, prompts included')),
    plot('ivr-seconds', 'Success against time', chart(tasks, 'seconds', 'seconds of generation a task')),
    '### One beside the other',
    'On the same tasks, with the same drafts where they send the same request: the mean difference, with 95 % of the bootstrap over tasks. What lies on both sides of 0 is no difference that these tasks can show.',
    differences(tasks),
    '### Where there is one right answer',
    `The ${Object.keys(oneRight).length} tasks of arithmetic and form. A vote does not look at the checks; what it found is checked afterwards.`,
    table(
      ['', 'solved', '95 %', 'tokens a task', 'generations'],
      [
        'single shot',
        'vote of 5',
        'vote of 5, early stop',
        'blind retry, 5',
        'repair, 3',
        'large model, single shot',
        'cascade',
      ].map((name) => {
        const one = figuresOf(oneRight, name)
        return [
          name,
          percent(one.share),
          `${percent(one.low)}–${percent(one.high)}`,
          whole(one.tokens),
          one.generations.toFixed(2),
        ]
      }),
    ),
    '### By kind of task',
    byKind(tasks, kinds, kindOf),
    words.tasks,
  ]
}

function setting({ tasks, models, machine, library, kinds, kindOf }) {
  const count = (kind) => Object.keys(tasks).filter((id) => kindOf[id] === kind).length
  return [
    `${Object.keys(tasks).length} tasks ([tasks.json](ivr/tasks.json)): ${kinds.map((kind) => `${kind} ${count(kind)}`).join(', ')}. Every check is plain code; no model is asked.`,
    `Models: ${models.small}; the larger one ${models.large}; by \`LocalHFBackend\` with one thread, temperature 0.7, at most 80 tokens an answer. mellea ${library.version} of commit \`${library.commit.slice(0, 12)}\`.`,
    `Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}; others may have worked on it, so seconds are for comparing rows, not for quoting.`,
    'A request is generated once for each seed and kept: strategies that send the same request get the same answer, and each is charged for it in full, up to the token at which it stopped. The seconds are those of the generation (prompt and answer); checks are not in them. In a loop the prompt stands in the engine already, so a retry takes little time for the same number of tokens.',
  ].join('\n\n')
}

function ratesText(tasks) {
  const rates = singleRates(tasks)
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const bins = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (share) => rates.filter((rate) => Math.abs(rate - share) < 0.01).length,
  )
  return `One draft passes in ${percent(mean)} of the cases (five drafts of each task, seeds of their own): never in ${bins[0]} tasks, once in ${bins[1]}, twice in ${bins[2]}, three times in ${bins[3]}, four times in ${bins[4]}, always in ${bins[5]}.`
}

function chart(tasks, measure, label) {
  const at = (name, within, said) => {
    const one = figuresOf(tasks, name, within)
    return { x: one[measure], y: 100 * one.share, low: 100 * one.low, high: 100 * one.high, label: said }
  }
  const loop = (name, most) => Array.from({ length: most }, (_, index) => at(name, index + 1, `${index + 1}`))
  const series = [
    { label: 'blind retry', line: true, points: loop('blind retry, 5', 5) },
    { label: 'repair', line: true, points: loop('repair, 3', 3) },
    { label: 'repair, early stop', line: true, points: loop('repair, 3, early stop', 3) },
    { label: 'repair, rewind', line: true, points: loop('repair, 3, rewind', 3) },
    { label: 'multi-turn', line: true, points: loop('multi-turn, 3', 3) },
    {
      label: 'best of n',
      line: true,
      points: [at('best of 3', undefined, '3'), at('best of 5', undefined, '5')],
    },
    {
      label: 'vote of 5',
      line: true,
      points: [at('vote of 5, early stop', undefined, 'early stop'), at('vote of 5')],
    },
    {
      label: 'cascade',
      line: true,
      points: [
        at('cascade, early stop'),
        at('cascade'),
        at('cascade after repair', undefined, 'after repair'),
      ],
    },
    { label: 'large model, single shot', points: [at('large model, single shot')] },
  ]
  return curveChart({
    title: 'Tasks solved',
    subtitle: 'numbers at points: generations allowed; whiskers: 95 % (Wilson)',
    x: { label, least: 0 },
    y: { label: '% solved' },
    series,
  })
}

function differences(tasks) {
  const pairs = [
    ['repair, 3', 'blind retry, 3'],
    ['multi-turn, 3', 'blind retry, 3'],
    ['multi-turn, 3', 'repair, 3'],
    ['blind retry, 3', 'single shot'],
    ['best of 5', 'blind retry, 5'],
    ['vote of 5', 'single shot'],
    ['vote of 5, early stop', 'vote of 5'],
    ['single shot, early stop', 'single shot'],
    ['blind retry, 3, early stop', 'blind retry, 3'],
    ['repair, 3, early stop', 'repair, 3'],
    ['multi-turn, 3, early stop', 'multi-turn, 3'],
    ['best of 5, early stop', 'best of 5'],
    ['blind retry, 3, rewind', 'blind retry, 3, early stop'],
    ['repair, 3, rewind', 'repair, 3, early stop'],
    ['cascade', 'blind retry, 3'],
    ['cascade', 'large model, single shot'],
    ['cascade after repair', 'cascade'],
  ]
  return table(
    ['', 'over', 'points of success', 'tokens a task', 'of them written', 'seconds a task'],
    pairs.map(([one, other]) => {
      const { points, tokens, out, seconds } = difference(tasks, one, other)
      return [one, other, ranged(points, 1), ranged(tokens, 0), ranged(out, 1), ranged(seconds, 2)]
    }),
  )
}

function byKind(tasks, kinds, kindOf) {
  const shown = [
    'single shot',
    'blind retry, 3',
    'blind retry, 5',
    'repair, 3',
    'multi-turn, 3',
    'repair, 3, rewind',
    'cascade',
    'large model, single shot',
  ]
  const groups = kinds.map((kind) =>
    Object.fromEntries(Object.entries(tasks).filter(([id]) => kindOf[id] === kind)),
  )
  return table(
    ['solved', ...kinds.map((kind, at) => `${kind} (${Object.keys(groups[at]).length})`)],
    shown.map((name) => [name, ...groups.map((group) => `${figuresOf(group, name).passed}`)]),
  )
}

function plot(name, said, svg) {
  mkdirSync(join(sampling, 'plots'), { recursive: true })
  writeFileSync(join(sampling, 'plots', `${name}.svg`), svg)
  return `![${said}](plots/${name}.svg)`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  )
}

function percent(share) {
  return `${(100 * share).toFixed(0)} %`
}

function ranged({ value, low, high }, digits) {
  const said = (number) => `${number > 0 ? '+' : number < 0 ? '−' : ''}${Math.abs(number).toFixed(digits)}`
  return `${said(value)} (${said(low)} to ${said(high)})`
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}
