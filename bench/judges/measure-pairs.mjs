import { pickThreshold } from '../../dist/requirements/index.js'
import { difference, proportion, ranking } from './figures.mjs'

/** One question for each pair: the plain judge, and how likely its yes is. */
export async function measurePairs(m, pairs, { random, isOver, code }) {
  const rows = []
  for (const [index, { kind, requirement, output, met }] of pairs.entries()) {
    if (isOver()) break
    const asked = { description: requirement, compile: false }
    const plain = await m.validate(asked, { output })
    const told = await m.validate(asked, { output, judge: { calibrated: { threshold: 0.5 } } })
    const { status } = plain.validations[0].result
    const score = told.validations[0].result.score
    rows.push({
      kind,
      met,
      status,
      isNeither: score === undefined,
      score: score ?? 0.5,
      code: code[index],
      plainTokens: tokensOf(plain.ledger),
      toldTokens: tokensOf(told.ledger),
      calls: plain.ledger.calls,
    })
    if (rows.length % 20 === 0) console.log(`${rows.length} of ${pairs.length} pairs`)
  }
  if (rows.length < 40)
    throw new Error(`${rows.length} pairs are too few to say anything: give more --minutes`)
  return { ...figures(rows, random), rows }
}

/** `unknown` is not a pass: where the requirement is met it is wrong, where it is not met it is right. */
const isRight = ({ status, met }) => (status === 'pass') === met

function figures(rows, random) {
  const half = Math.floor(rows.length / 2)
  const [one, other] = [rows.slice(0, half), rows.slice(half)]
  // each half is measured with the figures of the other
  const folds = [
    [one, other],
    [other, one],
  ].map(([chosenOn, measuredOn]) => {
    const calibration = pickThreshold(chosenOn)
    const { threshold, band } = calibration
    const right = measuredOn.filter(({ score, met }) => score >= threshold === met)
    const decided = measuredOn.filter(({ score }) => score <= band[0] || score >= band[1])
    const decidedRight = decided.filter(({ score, met }) => score >= threshold === met)
    return { calibration, threshold, measuredOn, right, decided, decidedRight }
  })
  const first = folds[0]
  const calibrated = folds.flatMap(({ measuredOn, threshold }) =>
    measuredOn.map((row) => [row.score >= threshold === row.met, isRight(row)]),
  )
  const sum = (pick) => rows.reduce((total, row) => total + pick(row), 0)
  const count = (all, keep) => all.filter(keep).length
  const decided = folds.flatMap((fold) => fold.decided)
  const decidedRight = folds.flatMap((fold) => fold.decidedRight)
  return {
    measured: rows.length,
    plain: proportion(count(rows, isRight), rows.length),
    plainOnSecondHalf: proportion(count(other, isRight), other.length),
    saysYes: proportion(
      count(rows, ({ status }) => status === 'pass'),
      rows.length,
    ),
    unknown: count(rows, ({ status }) => status === 'unknown'),
    atHalf: proportion(
      count(rows, ({ score, met }) => score >= 0.5 === met),
      rows.length,
    ),
    ranking: ranking(rows),
    neither: count(rows, ({ isNeither }) => isNeither),
    calibration: first.calibration,
    calibratedOnSecondHalf: proportion(first.right.length, first.measuredOn.length),
    calibratedBothWays: proportion(
      count(calibrated, ([right]) => right),
      rows.length,
    ),
    calibratedLessPlain: difference(calibrated, random),
    thresholds: folds.map(({ threshold }) => threshold),
    bands: folds.map(({ calibration }) => calibration.band),
    decided: proportion(decided.length, rows.length),
    decidedRight: proportion(decidedRight.length, decided.length),
    code: proportion(
      count(rows, ({ code }) => code),
      rows.length,
    ),
    calls: sum(({ calls }) => calls),
    plainTokens: { input: sum((row) => row.plainTokens.input), output: sum((row) => row.plainTokens.output) },
    calibratedTokens: {
      input: sum((row) => row.toldTokens.input),
      output: sum((row) => row.toldTokens.output),
    },
  }
}

export function tokensOf({ inputTokens, outputTokens }) {
  return { input: inputTokens, output: outputTokens }
}
