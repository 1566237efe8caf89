import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chance } from '../documents.mjs'
import { interval } from './intervals.mjs'
import { sameAsLibrary, vote } from './vote-rules.mjs'

const most = 10
const trials = 30_000
const confidences = [0.6, 0.75, 0.8, 0.85, 0.87, 0.88, 0.9, 0.95, 0.97, 0.99]

/** For the rules of `majorityVote`, how many drafts they take, and how much less often they are right than a vote of ten. */
export async function measureVoting({ model, seed }) {
  const given = read('voting-questions.json')
  const recorded = await recordAnswers(given, await model(), seed)
  const next = chance(seed)
  const rows = Array.from({ length: 200 }, () => drawn(next, [0.5, 0.3, 0.2]))
  let compared = 0
  for (const { rule } of rules()) compared += await sameAsLibrary(rows, rule)
  const pools = { recorded: fromAnswers(recorded), ...mixtures() }
  const curves = {}
  for (const [name, pool] of Object.entries(pools)) curves[name] = curve(pool, next)
  return { most, trials, compared, curves, recorded, temperature: given.temperature }
}

/** Answers to arithmetic as a model gives them: each question asked again and again. */
async function recordAnswers({ questions, samples, temperature }, backend, seed) {
  const { MelleaSession } = await import('mellea')
  const recorded = []
  for (const [question, right] of questions) {
    const answers = []
    for (let at = 0; at < samples; at++) {
      const modelOptions = { temperature, maxNewTokens: 12, seed: seed * 1000 + at }
      const m = new MelleaSession({ backend, modelOptions })
      const { text } = await m.instruct(`What is ${question}? Answer with the number alone.`, {
        strategy: null,
      })
      answers.push(text.match(/-?\d+(?:\.\d+)?/g)?.at(-1) ?? 'none')
    }
    recorded.push({ question, right: `${right}`, answers })
    console.log(
      `${question}: ${answers.filter((answer) => answer === `${right}`).length} of ${samples} right`,
    )
  }
  return { model: backend.modelId, questions: recorded }
}

function rules() {
  const upTo = Array.from({ length: most }, (_, index) => index + 1)
  return [
    ...upTo.map((n) => ({ family: 'a fixed number', name: `${n}`, rule: { n, count: false } })),
    ...upTo.map((n) => ({ family: "'count'", name: `n = ${n}`, rule: { n } })),
    ...confidences.map((confidence) => ({
      family: '{ confidence }',
      name: `${confidence}`,
      rule: { n: most, confidence },
    })),
  ]
}

/** A pool gives the answers of one vote, whether they are of a question, and what would be right. */
function curve(pool, next) {
  const draws = Array.from({ length: trials }, () => pool(next))
  const full = draws.map(({ answers, right }) =>
    vote(answers, { n: most, count: false }).winner === right ? 1 : 0,
  )
  const points = rules().map(({ family, name, rule }) => {
    const used = []
    const lost = []
    for (const [index, { answers, right }] of draws.entries()) {
      const said = vote(answers, rule)
      used.push(said.used)
      lost.push(100 * (full[index] - (said.winner === right ? 1 : 0)))
    }
    const groups = draws.map(({ group }) => group)
    return { family, name, drafts: mean(used), loss: mean(lost), ...interval(lost, groups) }
  })
  return { right: 100 * mean(full), points }
}

function fromAnswers({ questions }) {
  return (next) => {
    const group = Math.floor(next() * questions.length)
    const { answers, right } = questions[group]
    return { answers: shuffled(answers, next).slice(0, most), right, group }
  }
}

function mixtures() {
  return Object.fromEntries(
    Object.entries(read('voting-mixtures.json')).map(([name, parts]) => [
      name,
      (next) => {
        const { right, wrong } =
          parts[
            pick(
              parts.map(({ weight }) => weight),
              next,
            )
          ]
        return { answers: drawn(next, [right, ...wrong]), right: 0 }
      },
    ]),
  )
}

function drawn(next, shares) {
  return Array.from({ length: most }, () => pick(shares, next))
}

function pick(shares, next) {
  let left = next() * shares.reduce((sum, share) => sum + share, 0)
  const at = shares.findIndex((share) => (left -= share) < 0)
  return at < 0 ? shares.length - 1 : at
}

function shuffled(values, next) {
  const all = [...values]
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    ;[all[last], all[other]] = [all[other], all[last]]
  }
  return all
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function read(file) {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))
}
