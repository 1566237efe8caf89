import { describe, expect, it } from 'vitest'
import { read } from './code-blocks.ts'
import { sourceFiles } from './source-files.ts'

const page = read('docs/guide/results-and-failures.md').split(/^## Every error code$/m)[1] ?? ''
const listed = codesOf(page)
const reserved = codesOf(page.split(/^### Reserved$/m)[1] ?? '')

describe('the table of error codes in the guide', () => {
  it('names every code of the source, and no other', () => {
    const [, list = ''] = /export type MelleaErrorCode =([\s\S]*?)\n\n/.exec(read('src/core/errors.ts')) ?? []
    const codes = [...list.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code)
    expect(codes).not.toEqual([])
    expect(new Set(listed)).toEqual(new Set(codes))
  })

  it('calls those reserved, and only those, that no source file gives to an error', () => {
    const thrown = sourceFiles()
      .filter(({ file }) => file !== 'core/errors.ts')
      .map(({ code }) => code)
      .join('\n')
    const unused = listed.filter((code) => !thrown.includes(`'${code}'`))
    expect(new Set(unused)).toEqual(new Set(reserved))
  })
})

/** The first cell of every row that is a code. */
function codesOf(text: string): string[] {
  return [...text.matchAll(/^\| `([a-z-]+)`\s*\|/gm)].map(([, code = '']) => code)
}
