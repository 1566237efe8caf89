import {
  bestOfN,
  budgetForcing,
  cascade,
  majorityVote,
  mbrd,
  OllamaModelBackend,
  sofai,
  startSession,
} from 'mellea'
import type { MelleaSession, SamplingStrategy } from 'mellea'
import { Product } from './strategies.schemas.ts'

export async function tagline(m: MelleaSession = startSession()): Promise<string> {
  const best = await m.instruct('Write a tagline.', {
    strategy: bestOfN({ n: 5, concurrency: 5, score: (o) => -o.text.length, stopAt: -20 }),
  })
  return best.value
}

export async function product(m: MelleaSession = startSession()): Promise<number> {
  const { value } = await m.instruct('What is 17 × 23?', {
    format: Product,
    strategy: majorityVote<{ answer: number }>({ n: 5, key: (v) => v.answer, earlyStop: true }),
  })
  return value.answer
}

export async function others(m: MelleaSession = startSession()): Promise<readonly string[]> {
  const summary = await m.instruct('Summarise …', { strategy: mbrd({ n: 3, metric: 'rougeL' }) })
  const proof = await m.instruct('Prove it.', {
    strategy: budgetForcing({ thinkMaxTokens: 1024, answerMaxTokens: 256 }),
  })
  return [summary.value, proof.value]
}

/** Two models: what the fast one cannot do, the slow one does. */
export const twoSolvers: SamplingStrategy = sofai({
  s1: new OllamaModelBackend({ modelId: 'phi4-mini' }),
  s2: new OllamaModelBackend({ modelId: 'llama3.1:8b' }),
  loopBudget: 3,
})

export const threeModels: SamplingStrategy = cascade(
  ['granite4.1:3b', 'granite4.1:8b', 'gpt-oss:20b'].map((modelId) => new OllamaModelBackend({ modelId })),
  { carry: 'best' },
)

export async function coloured(
  m: MelleaSession = startSession(),
  strategy: SamplingStrategy = twoSolvers,
): Promise<string> {
  const { value } = await m.instruct('Colour the graph …', {
    requirements: [(text) => !text.includes('A=red B=red') || 'A and B share a colour.'],
    strategy,
  })
  return value
}

/** Never called: what the compiler refuses. */
export function wrong(m: MelleaSession): unknown {
  const strategy = majorityVote<{ answer: number }>({ key: (v) => v.answer })
  // @ts-expect-error  a vote on numbers does not fit an answer in text
  return m.instruct('x', { strategy })
}
