import fc from 'fast-check'
import { expect } from 'vitest'
import type { Requirement, ValidationResult } from '../src/core/requirement.ts'
import { toValidationResult } from '../src/core/to-validation-result.ts'
import { evaluate } from '../src/requirements/evaluate.ts'
import { judgedRequest } from './judged-request.ts'

/** What a requirement says of a whole text. */
export function verdictOn(
  requirement: Requirement<string>,
  text: string,
  ...replies: readonly string[]
): Promise<ValidationResult> {
  return evaluate(requirement, judgedRequest(text, ...replies))
}

/** What its watcher says of a text that grows, and how many pieces it let pass. */
export function watchedInPieces(
  requirement: Requirement<string>,
  pieces: readonly string[],
): { readonly result: ValidationResult; readonly passed: number; readonly settled: boolean } {
  const watcher = requirement.watch?.({ wrapped: false })
  let soFar = ''
  let passed = 0
  let result: ValidationResult = { status: 'unknown' }
  for (const piece of pieces) {
    soFar += piece
    result = toValidationResult(watcher?.chunk(piece, soFar) ?? result, 'watched')
    if (result.status === 'fail') break
    passed += 1
  }
  return { result, passed, settled: watcher?.settled === true }
}

/**
 * However a text is cut, its watcher never contradicts what is said of the whole: one that fails or is settled says the
 * same as `validate`, and of a rule that is `stopped` as soon as it is broken it says everything.
 */
export async function expectAgreement(
  requirement: Requirement<string>,
  texts: fc.Arbitrary<string>,
  { stopped = false }: { readonly stopped?: boolean } = {},
): Promise<void> {
  const cut = fc.record({ text: texts, cuts: fc.array(fc.nat(), { maxLength: 12 }) })
  await fc.assert(
    fc.asyncProperty(cut, async ({ text, cuts }) => {
      const { status } = await verdictOn(requirement, text)
      const pieces = piecesOf(text, cuts)
      const { result, settled } = watchedInPieces(requirement, pieces)
      const shown = JSON.stringify([requirement.description, pieces])
      if (settled) expect(status, `settled, but ${shown}`).toBe('pass')
      if (result.status === 'fail') expect(status, `stopped, but ${shown}`).toBe('fail')
      if (stopped && status === 'fail') expect(result.status, `not stopped: ${shown}`).toBe('fail')
    }),
    { numRuns: 300 },
  )
}

function piecesOf(text: string, cuts: readonly number[]): readonly string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b)
  return places.slice(1).map((end, index) => text.slice(places[index], end))
}

/** Texts made of these pieces, in any order and number. */
export function textsOf(...pieces: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((some) => some.join(''))
}
