/**
 * What a backend is: the contract that all of them keep, and the names of options and models.
 *
 * @module
 */
export type {
  Backend,
  BackendEvent,
  Capabilities,
  FinishReason,
  GenerateRequest,
  Middleware,
  PrepareProgress,
  PrepareRequest,
  Receipt,
  TokenLogprob,
  Warning,
  WireTool,
} from '../core/backend.ts'
export { BackendError, type BackendErrorOptions } from '../core/backend-error.ts'
export type { EmbedReply, EmbedRequest, Vector } from '../core/embedding.ts'
export { contextLengthOf } from '../core/context-length.ts'
export type { Json, JsonObject } from '../core/json.ts'
export type {
  FilePart,
  MessagePart,
  OtherPart,
  ProviderState,
  Role,
  TextPart,
  ThinkingPart,
  ToolCallPart,
  ToolResultPart,
  WireMessage,
} from '../core/message.ts'
export { modelIds, type CatalogueModel } from '../core/model-catalogue.ts'
export type { ModelId, ModelIdentifier } from '../core/model-identifier.ts'
export {
  ModelOption,
  type CommonModelOptions,
  type ModelOptions,
  type ThinkingOption,
} from '../core/model-options.ts'
export type { OptionTable } from '../core/option-table.ts'
export { resolveModelId, type ModelPlace } from '../core/resolve-model-id.ts'
export type { ReportedUsage, Usage } from '../core/usage.ts'
