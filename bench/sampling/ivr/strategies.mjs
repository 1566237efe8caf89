import { atTheEnd, onlyShown } from './checks.mjs'

/** How many generations the loops may make: the library's default. */
const loopBudget = 3
/** How many drafts are chosen among. */
const n = 5

/**
 * What is measured, by name: `requirements` of a task's own, who answers, and the strategy. Those that watch while the text is written stand
 * after those that look at the end: what is generated whole is kept, and can be stopped later.
 */
export async function strategiesOf(library, { small, large, seed }) {
  const { bestOfN, cascade, majorityVote, multiTurn, rejectionSampling, repairTemplate } = library
  // the large model's seed in a cascade is that of its single shot, wherever it comes in
  const escalated = (attempt) => ({ backend: large, modelOptions: { seed: seed + 1 - (attempt - 1) } })
  const whole = (strategy, more) => ({ strategy, requirements: atTheEnd, backend: small, seed, ...more })
  const early = (strategy, more) => ({ ...whole(strategy, more), requirements: (all) => all })
  const vote = (earlyStop) =>
    whole(majorityVote({ n, earlyStop, equals: sameAnswer }), { requirements: onlyShown })
  const alike = () => 1
  return {
    'single shot': whole(null),
    'blind retry, 3': whole(rejectionSampling({ loopBudget })),
    'blind retry, 5': whole(rejectionSampling({ loopBudget: n })),
    'best of 3': whole(bestOfN({ n: loopBudget, score: alike })),
    'best of 5': whole(bestOfN({ n, score: alike })),
    'vote of 5': vote(false),
    'vote of 5, early stop': vote('count'),
    'repair, 3': whole(repairTemplate({ loopBudget })),
    'multi-turn, 3': whole(multiTurn({ loopBudget })),
    'large model, single shot': whole(null, { backend: large, seed: seed + 1 }),
    cascade: whole(cascade([small, escalated(2)])),
    'cascade after repair': whole(
      cascade([{ backend: small, strategy: repairTemplate({ loopBudget: 2 }) }, escalated(3)]),
    ),
    'single shot, early stop': early(null),
    'blind retry, 3, early stop': early(rejectionSampling({ loopBudget })),
    'blind retry, 5, early stop': early(rejectionSampling({ loopBudget: n })),
    'best of 5, early stop': early(bestOfN({ n, score: alike, stopAt: 1, concurrency: 1 }), { paced: true }),
    'repair, 3, early stop': early(repairTemplate({ loopBudget })),
    'multi-turn, 3, early stop': early(multiTurn({ loopBudget })),
    'cascade, early stop': early(cascade([small, escalated(2)])),
    'blind retry, 3, rewind': early(rejectionSampling({ loopBudget, rewind: true })),
    'repair, 3, rewind': early(repairTemplate({ loopBudget, rewind: true })),
  }
}

/** Answers that differ in white space, case, and what stands around them, are one. */
function sameAnswer(one, other) {
  return bare(one) === bare(other)
}

function bare(text) {
  return `${text}`
    .toLowerCase()
    .replaceAll(/[\s"'`.]+/g, ' ')
    .trim()
}
