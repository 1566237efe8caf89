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
  Parsed,
  RemainingBudget,
  SampleRun,
  SamplingResult,
  SamplingStrategy,
  StepOptions,
  StopReason,
} from '../core/sampling.ts'
export type { LoopOptions } from './loop.ts'
export { MultiTurnStrategy, multiTurn } from './multi-turn.ts'
export { RejectionSamplingStrategy, rejectionSampling } from './rejection-sampling.ts'
export { RepairTemplateStrategy, repairTemplate } from './repair-template.ts'
