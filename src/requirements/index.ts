/**
 * Requirements: what an answer must do, and how that is found out.
 *
 * @module
 */
export type {
  CheckRequest,
  Requirement,
  RequirementLike,
  Validation,
  ValidationResult,
  Validator,
  Verdict,
  Watcher,
} from '../core/requirement.ts'
export { checkRequirements, type CheckPlan } from './check-requirements.ts'
export { allOf, anyOf, not } from './combine.ts'
export { evaluate } from './evaluate.ts'
export { judgement } from './judgement.ts'
export { matches } from './matches.ts'
export { check, req, type RequirementOptions } from './req.ts'
export { simpleValidate } from './simple-validate.ts'
export { words } from './words.ts'
