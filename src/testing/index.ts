/**
 * For tests of programs and of backends: a scripted backend, recordings, and the contract that every backend keeps.
 *
 * @module
 */
// under Mellea's name, too
export {
  MockBackend as DummyBackend,
  MockBackend,
  type MockAnswer,
  type MockBackendOptions,
  type MockCall,
} from './mock-backend.ts'
export { ManualClock } from './manual-clock.ts'
export { record, type RecordOptions } from './record.ts'
export { backendContract } from './backend-contract.ts'
export type { BackendSubject } from './backend-subject.ts'
export type { ContractCase } from './contract-case.ts'
export { strategyContract } from './strategy-contract.ts'
export type { StrategySubject } from './strategy-subject.ts'
export { startFakeOllama, type FakeOllamaOptions } from './fake-ollama.ts'
export { startFakeAnthropic, type FakeAnthropicOptions } from './fake-anthropic.ts'
export { startFakeOpenAI, type FakeOpenAIOptions } from './fake-openai.ts'
export type { FakeReply, FakeRequest } from './fake-reply.ts'
export type { FakeServer } from './fake-server.ts'
export { serverFaults, type FaultAsks, type ServerFault } from './server-faults.ts'
export { calls, type ScriptedCall, type ScriptedCalls } from './scripted-calls.ts'
