/**
 * Requirements: what an answer must do, and how that is found out.
 *
 * @module
 */
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
} from '../core/requirement.ts'
export {
  calibrate,
  pickThreshold,
  type CalibrateOptions,
  type CalibrationReport,
  type Judging,
  type LabelledOutput,
  type ScoredOutput,
} from './calibrate.ts'
export { checkRequirements, type CheckPlan } from './check-requirements.ts'
export { allOf, anyOf, implies, not } from './combine.ts'
export { compare, type Asker, type CompareOptions, type Comparison } from './compare.ts'
export { compileRequirement, type CompiledSentence } from './compile/compile-requirement.ts'
export { evaluate } from './evaluate.ts'
export { fitsSchema } from './json/fits-schema.ts'
export type { Chunking } from './in-units.ts'
export { isJSON } from './json/is-json.ts'
export { jsonPath, type JsonPathOptions, type PathCheck } from './json/json-path.ts'
export { judgement } from './judgement.ts'
export type { Amount } from './markdown/amount.ts'
export { codeBlock } from './markdown/code-block.ts'
export { headings } from './markdown/headings.ts'
export { list, type ListOptions } from './markdown/list.ts'
export { noMarkdown } from './markdown/no-markdown.ts'
export { sections, type SectionsOptions } from './markdown/sections.ts'
export { table, type TableOptions } from './markdown/table.ts'
export { matches } from './matches.ts'
export { cites, type CitesOptions } from './rag/cites.ts'
export { grounded, type GroundedOptions } from './rag/grounded.ts'
export type { SourceDocument, SourceDocuments } from './rag/source-documents.ts'
export { check, req, type RequirementOptions } from './req.ts'
export { guardian, type GuardianCriteria, type GuardianOptions } from './safety/guardian.ts'
export type { GuardianRisk } from './safety/guardian-risks.ts'
export { score, type Scorer } from './score.ts'
export { simpleValidate } from './simple-validate.ts'
export { lowerCase, upperCase } from './text/casing.ts'
export { characters } from './text/characters.ts'
export { contains, containsAll, containsNone } from './text/contains.ts'
export type { Counted } from './text/counted.ts'
export type { LanguageCode } from './text/detect-language.ts'
export type { TextMatching } from './text/fold-text.ts'
export { language, languageOf } from './text/language.ts'
export { lines } from './text/lines.ts'
export { noRepetition, type RepetitionOptions } from './text/no-repetition.ts'
export { paragraphs } from './text/paragraphs.ts'
export { readability } from './text/readability.ts'
export { sentences } from './text/sentences.ts'
export { endsWith, startsWith } from './text/starts-with.ts'
export type { SearchOptions } from './text/text-search.ts'
export { words } from './text/words.ts'
export { watch, type WatchOptions } from './watch.ts'
export type { WatchingOptions } from './watch-factory.ts'
export type { WatchPath } from './watch-path.ts'
export type { JsonPath } from '../util/json-stream.ts'
export type { TextUnit, UnitReader } from '../util/text-units.ts'
export type { NamedTool } from './tools/calls-in.ts'
export {
  toolArgValidator,
  type ArgumentsCheck,
  type TypedTool,
  type UntypedArguments,
} from './tools/tool-arg-validator.ts'
export { usesTool, type ToolCheckOptions } from './tools/uses-tool.ts'
