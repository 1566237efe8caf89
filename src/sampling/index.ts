/**
 * Strategies: how many times to ask, what to change in between, and which answer to keep.
 *
 * @module
 */
export type {
  AskOptions,
  Attempt,
  Draft,
  DraftPurpose,
  DraftsOptions,
  EmbedAsideOptions,
  Parsed,
  RemainingBudget,
  SampleRun,
  SamplingResult,
  SamplingStrategy,
  StepOptions,
  StopReason,
} from '../core/sampling.ts'
export { bestOfN, type BestOfNOptions } from './best-of-n.ts'
export { BudgetForcingSamplingStrategy, budgetForcing, type BudgetForcingOptions } from './budget-forcing.ts'
export type { Candidate } from './candidate.ts'
export { cascade, type CascadeOptions, type CascadeStep } from './cascade.ts'
export type { LoopOptions, RewindOptions } from './loop.ts'
export { majorityVote, type MajorityVoteOptions } from './majority-vote.ts'
export { MajorityVotingStrategyForMath, type MathVotingOptions } from './majority-voting-for-math.ts'
export { MBRDRougeLStrategy, mbrd, type MbrdOptions } from './mbrd.ts'
export { MultiTurnStrategy, multiTurn } from './multi-turn.ts'
export { RejectionSamplingStrategy, rejectionSampling } from './rejection-sampling.ts'
export { RepairTemplateStrategy, repairTemplate } from './repair-template.ts'
export type { Embedding, Similarity, SimilarityJudge } from './similarity.ts'
export { SOFAISamplingStrategy, sofai, type SofaiOptions } from './sofai.ts'
export { speculativeRejection, type SpeculativeRejectionOptions } from './speculative-rejection.ts'
export { within } from './within.ts'
