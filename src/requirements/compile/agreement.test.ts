import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgedRequest } from '../../../test/judged-request.ts'
import { root } from '../../../test/run.ts'
import { toValidationResult } from '../../core/to-validation-result.ts'
import { compileRequirement } from './compile-requirement.ts'

/** What a reader says of an output. */
interface LabelledPair {
  readonly kind: string
  readonly instruction: string
  readonly output: string
  readonly truth: boolean
}

const pairs = ['generated', 'hand-written'].flatMap((file): readonly LabelledPair[] =>
  JSON.parse(readFileSync(join(root, 'test/labelled-rules', `${file}.json`), 'utf8')),
)

async function saysTruth({ instruction, output, truth }: LabelledPair): Promise<boolean> {
  const verdict = await compileRequirement(instruction)?.check.validate?.(output, judgedRequest(output))
  const { status } = toValidationResult(verdict, instruction)
  return (status === 'pass') === truth
}

describe('on pairs whose truth is known, code that was compiled', () => {
  const kinds = new Map<string, LabelledPair[]>()
  for (const pair of pairs) {
    const kind = compileRequirement(pair.instruction)?.kind ?? pair.instruction
    kinds.set(kind, [...(kinds.get(kind) ?? []), pair])
  }

  it.each([...kinds])('%s', async (kind, all) => {
    const right = (await Promise.all(all.map(saysTruth))).filter(Boolean).length
    const { standing } = compileRequirement(all[0]?.instruction ?? '') ?? {}
    expect(standing, `every instruction is compiled, but not "${kind}"`).toBeDefined()
    expect(all.length).toBeGreaterThanOrEqual(14)
    // in place of the judge only what is hardly ever wrong, beside it what is seldom wrong
    expect(right / all.length).toBeGreaterThanOrEqual(standing === 'instead' ? 0.99 : 0.9)
  })
})
