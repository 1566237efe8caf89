import { describe, it } from 'vitest'
import type { SamplingStrategy } from '../core/sampling.ts'
import { strategyContract } from '../testing/strategy-contract.ts'
import type { StrategySubject } from '../testing/strategy-subject.ts'
import { bestOfN } from './best-of-n.ts'
import { budgetForcing } from './budget-forcing.ts'
import { cascade } from './cascade.ts'
import { MajorityVotingStrategyForMath } from './majority-voting-for-math.ts'
import { majorityVote } from './majority-vote.ts'
import { mbrd } from './mbrd.ts'
import { multiTurn } from './multi-turn.ts'
import { rejectionSampling } from './rejection-sampling.ts'
import { repairTemplate } from './repair-template.ts'
import { sofai } from './sofai.ts'
import { speculativeRejection } from './speculative-rejection.ts'

const score = ({ text }: { readonly text: string }): number => text.length
const several = (strategy: (n: number) => SamplingStrategy): StrategySubject => ({
  make: ({ n }) => strategy(n),
})
const repairing = (strategy: (loopBudget: number) => SamplingStrategy): StrategySubject => ({
  ...several(strategy),
  repairs: true,
})

const subjects: Readonly<Record<string, StrategySubject>> = {
  rejectionSampling: several((loopBudget) => rejectionSampling({ loopBudget })),
  repairTemplate: repairing((loopBudget) => repairTemplate({ loopBudget })),
  'repairTemplate, patching': repairing((loopBudget) => repairTemplate({ loopBudget, patch: true })),
  multiTurn: repairing((loopBudget) => multiTurn({ loopBudget })),
  bestOfN: several((n) => bestOfN({ n, score })),
  'bestOfN, one at a time': several((n) => bestOfN({ n, score, concurrency: 1 })),
  majorityVote: several((n) => majorityVote({ n })),
  'bestOfN by one request': { ...several((n) => bestOfN({ n, score })), capabilities: { candidates: true } },
  'majorityVote by one request': {
    ...several((n) => majorityVote({ n })),
    capabilities: { candidates: true },
  },
  'mbrd behind the first': { ...several((n) => mbrd({ n })), capabilities: { sharesPrefix: true } },
  'majorityVote, all at once': several((n) => majorityVote({ n, earlyStop: false })),
  'majorityVote, until it is likely': several((n) => majorityVote({ n, earlyStop: { confidence: 0.9 } })),
  MajorityVotingStrategyForMath: several((n) => new MajorityVotingStrategyForMath({ n })),
  mbrd: several((n) => mbrd({ n })),
  'mbrd by a function': several((n) => mbrd({ n, metric: (one, other) => Number(one.text === other.text) })),
  sofai: {
    make: ({ n, backend }) => sofai({ s1: backend, s2: backend, loopBudget: n - 1 }),
    least: 2,
    repairs: true,
  },
  'cascade, carrying nothing': {
    make: ({ n, backend }) => cascade(Array.from({ length: n }, () => backend)),
    least: 2,
  },
  'cascade, carrying the best': {
    make: ({ n, backend }) =>
      cascade(
        Array.from({ length: n }, () => backend),
        { carry: 'best' },
      ),
    least: 2,
    repairs: true,
  },
  'cascade of strategies': {
    make: ({ n, backend }) =>
      cascade([{ backend, strategy: majorityVote({ n: n - 1 }) }, backend], { carry: 'history' }),
    least: 2,
    repairs: true,
  },
  budgetForcing: {
    ...repairing((loopBudget) => budgetForcing({ loopBudget, thinkMaxTokens: 50, answerMaxTokens: 20 })),
    generations: 2,
  },
  speculativeRejection: several((n) =>
    speculativeRejection({ n, at: 2, keep: 2, score: (text) => Number(text.startsWith('go')) }),
  ),
}

for (const [name, subject] of Object.entries(subjects))
  describe(name, () => {
    for (const one of strategyContract(subject)) it.skipIf(one.skip)(one.name, one.run)
  })
