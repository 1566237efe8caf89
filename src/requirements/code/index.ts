/**
 * Requirements on code in answers: that it can be parsed, that its types hold, that it passes tests. They need Node.
 *
 * @module
 */
export { codeIn } from './code-in.ts'
export { parses, type ParsedLanguage } from './parses.ts'
export { passesTests, type CodeTests, type PassesTestsOptions } from './passes-tests.ts'
export { typeChecks, type TypeCheckOptions } from './type-checks.ts'
