/**
 * Models on this machine: where their weights are kept, how they get there, and models for tests that need no download.
 *
 * @module
 */
export { catalogue, type CatalogueModel, type CataloguePackage } from './store/catalogue.ts'
export type { ModelSource } from './store/acquire-model.ts'
export {
  modelStore,
  type ModelStore,
  type ModelStoreOptions,
  type ResolvedModel,
  type ResolveModelOptions,
} from './store/model-store.ts'
export { ModelStoreError, type StoreAttempt } from './store/model-store-error.ts'
export type { StoredModel } from './store/stored-model.ts'
export { readGgufHeader } from './gguf/read-gguf-header.ts'
export { writeScriptedModel, type ScriptedChain, type ScriptedModel } from './gguf/scripted-model.ts'
export { writeScriptedLora, type ScriptedLoraOptions } from './gguf/scripted-lora.ts'
export { writeTinyLora, type TinyLoraOptions } from './gguf/tiny-lora.ts'
export { writeTinyModel, type TinyModel, type TinyModelOptions } from './gguf/tiny-model.ts'
