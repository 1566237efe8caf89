/// <reference lib="esnext.disposable" />
/**
 * Generative programs: calls of language models that are typed, checked against requirements, repaired, and observable.
 *
 * @module
 */
export { OllamaModelBackend, type OllamaModelBackendOptions, type OllamaNative } from './backends/ollama.ts'
export { toBackendName, type BackendName, type BackendRegistry } from './call/named-backend.ts'
export type { TimeoutOptions } from './call/call-settings.ts'
export { cached, type CacheStore } from './call/cached.ts'
export { CBlock } from './components/c-block.ts'
export type { UserVariables } from './components/fill-template.ts'
export { image, type ImageInput } from './components/image.ts'
export { Instruction, type InContextExample, type InstructionOptions } from './components/instruction.ts'
export { Message, type MessageOptions } from './components/message.ts'
export { prompt, type PromptTemplate } from './components/prompt.ts'
export { ChatContext, type ChatContextOptions, type ChatMessage } from './context/chat-context.ts'
export { SimpleContext } from './context/simple-context.ts'
export type { Backend, Middleware, PrepareProgress, Receipt, Warning } from './core/backend.ts'
export { BackendError } from './core/backend-error.ts'
export type { Clock } from './core/clock.ts'
export type { CallBudget } from './core/call-budget.ts'
export type { Component, ComponentPart, RenderScope } from './core/component.ts'
export type { Context } from './core/context.ts'
export type { Cost } from './core/cost.ts'
export type { EmbeddingOutput, Vector } from './core/embedding.ts'
export { MelleaError, OptionError, type MelleaErrorCode } from './core/errors.ts'
export type { Calibration, JudgeOptions } from './core/judge-options.ts'
export type { Json, JsonObject } from './core/json.ts'
export { jsonSchema } from './core/json-schema.ts'
export type { LedgerRow, LedgerTotals } from './core/ledger.ts'
export type { MessagePart, WireMessage } from './core/message.ts'
export { modelIds } from './core/model-catalogue.ts'
export type { ModelId, ModelIdentifier } from './core/model-identifier.ts'
export { ModelOption, type CommonModelOptions, type ModelOptions } from './core/model-options.ts'
export type { ModelOutput, RunnableToolCall, ToolCall, ToolOutcome, ToolStep } from './core/model-output.ts'
export { ModelOutputThunk } from './core/model-output-thunk.ts'
export type { GrowingUpdate, PartialUpdate, PartState, ValidatedUpdate } from './core/partial-update.ts'
export { PreconditionError } from './core/precondition-error.ts'
export type { Price, Prices } from './core/price.ts'
export type {
  CheckRequest,
  CompiledReading,
  Requirement,
  RequirementLike,
  Validation,
  ValidationResult,
  Validator,
  Verdict,
  WatchedAnswer,
  Watcher,
} from './core/requirement.ts'
export { RequirementsNotMetError } from './core/requirements-not-met-error.ts'
export type {
  AskOptions,
  Attempt,
  Draft,
  DraftPurpose,
  DraftsOptions,
  EmbedAsideOptions,
  SampleRun,
  SamplingResult,
  SamplingStrategy,
  StepOptions,
  StopReason,
} from './core/sampling.ts'
export type { DeepPartial, Formatted, Schema } from './core/schema.ts'
export type { StreamEvent } from './core/stream-event.ts'
export type { AnyTool, Tool, ToolApproval, ToolChoice, ToolLoopOptions, ToolScope } from './core/tool.ts'
export type { Usage } from './core/usage.ts'
export { allOf, anyOf, not } from './requirements/combine.ts'
export { matches } from './requirements/matches.ts'
export { check, req, type RequirementOptions } from './requirements/req.ts'
export { toolArgValidator } from './requirements/tools/tool-arg-validator.ts'
export { usesTool } from './requirements/tools/uses-tool.ts'
export { simpleValidate } from './requirements/simple-validate.ts'
export { words } from './requirements/text/words.ts'
export { bestOfN, type BestOfNOptions } from './sampling/best-of-n.ts'
export {
  BudgetForcingSamplingStrategy,
  budgetForcing,
  type BudgetForcingOptions,
} from './sampling/budget-forcing.ts'
export type { Candidate } from './sampling/candidate.ts'
export { cascade, type CascadeOptions, type CascadeStep } from './sampling/cascade.ts'
export type { LoopOptions, RewindOptions } from './sampling/loop.ts'
export { majorityVote, type MajorityVoteOptions } from './sampling/majority-vote.ts'
export { MajorityVotingStrategyForMath, type MathVotingOptions } from './sampling/majority-voting-for-math.ts'
export { MBRDRougeLStrategy, mbrd, type MbrdOptions } from './sampling/mbrd.ts'
export { MultiTurnStrategy, multiTurn } from './sampling/multi-turn.ts'
export { RejectionSamplingStrategy, rejectionSampling } from './sampling/rejection-sampling.ts'
export { RepairTemplateStrategy, repairTemplate } from './sampling/repair-template.ts'
export type { Embedding, Similarity, SimilarityJudge } from './sampling/similarity.ts'
export { SOFAISamplingStrategy, sofai, type SofaiOptions } from './sampling/sofai.ts'
export { speculativeRejection, type SpeculativeRejectionOptions } from './sampling/speculative-rejection.ts'
export type {
  ActOptions,
  CallOptions,
  ChatOptions,
  EmbedOptions,
  InstructOptions,
  ValidateOptions,
} from './session/call-options.ts'
export { getSession } from './session/current-session.ts'
export { generative } from './session/generative.ts'
export type { GenerativeCall } from './session/generative-call.ts'
export type { GenerativeFunction } from './session/generative-function.ts'
export type { GenerativeOptions, GenerativeSpec } from './session/generative-spec.ts'
export type { MapOptions, MapProgress } from './session/map-items.ts'
export { MelleaSession } from './session/mellea-session.ts'
export type { MelleaSessionOptions, SessionDefaults, SessionStart } from './session/session-options.ts'
export { startSession, type StartSessionOptions } from './session/start-session.ts'
export type { ValidationReport } from './session/validation-report.ts'
export { callTools, type CallToolsOptions } from './tools/call-tools.ts'
export { tool, type NoArguments, type ToolSpec } from './tools/tool.ts'
export type { ToolResult } from './tools/result-part.ts'
export { ToolMessage } from './tools/tool-message.ts'
