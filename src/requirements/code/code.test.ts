import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { verdictOn } from '../../../test/watch-agreement.ts'
import { root } from '../../../test/run.ts'
import type { Requirement } from '../../core/requirement.ts'
import { codeIn } from './code-in.ts'
import { findPython } from './find-python.ts'
import { needNode } from './need-node.ts'
import { parses } from './parses.ts'
import { passesTests } from './passes-tests.ts'
import { typeChecks } from './type-checks.ts'

const reasonOf = async (rule: Requirement<unknown>, text: string): Promise<string | undefined> =>
  (await verdictOn(rule, text)).reason
const timeoutMs = 25_000

describe('codeIn', () => {
  it('takes the fence off', () => {
    expect(codeIn('So:\n```ts\nlet a\n```\nDone.', 'typescript')).toBe('let a')
    expect(codeIn('\nlet a\n', 'typescript')).toBe('let a')
    expect(codeIn('~~~~\na\n~~~\nb\n~~~~', 'python')).toBe('a\n~~~\nb')
    expect(codeIn('```js\r\nlet a\r\nlet b', 'javascript')).toBe('let a\nlet b')
  })

  it('takes the longest block in the language, and none of another', () => {
    const text =
      '```sh\nnpm install everything\n```\n```ts\na\n```\n```typescript\nlonger\n```\n```\nno mark but long\n```'
    expect(codeIn(text, 'typescript')).toBe('longer')
    expect(codeIn(text, 'python')).toBe('no mark but long')
    expect(codeIn('```sh\nls\n```', 'typescript')).toBeUndefined()
  })
})

describe('parses', () => {
  it('reads JSON here', async () => {
    expect(await reasonOf(parses('json'), '```json\n{"a": 1}\n```')).toBeUndefined()
    expect(await reasonOf(parses('json'), '```json\n{"a": 1,\n}\n```')).toBe(
      'This is not valid JSON.\nLine 2, column 1: there is "}" where a key in quotes should be. In: }',
    )
  })

  it('reads JavaScript with Node, without running it', async () => {
    expect(await reasonOf(parses('javascript'), 'export const a = 1; while (true);')).toBeUndefined()
    expect(await reasonOf(parses('javascript'), '```js\nconst a = 1\nlet b = ;\n```')).toBe(
      "This is not valid JavaScript.\nLine 2, column 9: SyntaxError: Unexpected token ';' In: let b = ;",
    )
    expect(await reasonOf(parses('javascript'), '```py\nx\n```')).toBe(
      'There is no javascript in the answer: put it into a code block marked javascript.',
    )
  })

  it("reads TypeScript with the user's compiler, whatever its types", async () => {
    expect(await reasonOf(parses('typescript'), 'const a: number = "b"; a.c()')).toBeUndefined()
    expect(await reasonOf(parses('typescript'), 'const a: = 3')).toBe(
      'This is not valid TypeScript.\nLine 1, column 10: Type expected. (TS1110) In: const a: = 3',
    )
  })

  it('reads Python where there is one', async () => {
    let hasPython = true
    try {
      findPython('this test')
    } catch {
      hasPython = false
    }
    const known = hasPython ? /^This is not valid Python\.\nLine 2, column \d+: / : /needs Python 3/
    const said = await Promise.resolve()
      .then(() => reasonOf(parses('python'), 'def f():\n  return ('))
      .catch(String)
    expect(said).toMatch(known)
  })

  it('knows no other language', () => {
    expect(() => parses('cobol' as never)).toThrow(/parses\(\): it knows/)
  })
})

describe('typeChecks', () => {
  it('gives the messages of the compiler, with their places', async () => {
    const code = '```ts\nexport function f(a: number): string {\n  return a\n}\nconsole.log(f(1))\n```'
    expect(await reasonOf(typeChecks({ timeoutMs }), code)).toBe(
      "The code has type errors.\nLine 2, column 3: Type 'number' is not assignable to type 'string'. (TS2322) In: return a",
    )
    expect(
      await reasonOf(typeChecks({ timeoutMs }), 'export const a: string[] = [1].map(String)'),
    ).toBeUndefined()
  })

  it('knows the packages and files of a project', async () => {
    const folder = mkdtempSync(join(root, '.cache', 'project-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, 'node_modules/dep'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/dep/package.json'), '{ "types": "index.d.ts" }')
    writeFileSync(join(folder, 'node_modules/dep/index.d.ts'), 'export declare const dep: number')
    writeFileSync(join(folder, 'own.ts'), 'export const own: string = "x"')
    const compilerOptions = { strict: true, noUnusedLocals: true, types: [], rootDir: 'src', composite: true }
    const config = { compilerOptions: { ...compilerOptions, module: 'esnext', moduleResolution: 'bundler' } }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const rule = typeChecks({ tsconfig: join(folder, 'tsconfig.json'), timeoutMs })
    const imports = 'import { dep } from "dep"\nimport { own } from "./own"\n'
    expect(await reasonOf(rule, `${imports}export const a: number = dep + own.length`)).toBeUndefined()
    const reason = await reasonOf(rule, `${imports}export const a: string = dep`)
    expect(reason).toContain("'own' is declared but its value is never read. (TS6133)")
    expect(reason).toContain("Type 'number' is not assignable to type 'string'.")
    expect(readdirSync(join(folder, 'node_modules/.cache'))).toEqual([])
  })

  it('has no verdict when the compiler cannot work', async () => {
    const rule = typeChecks({ tsconfig: join(root, 'no-such-tsconfig.json'), timeoutMs })
    expect(await verdictOn(rule, 'let a')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('TS5083'),
    })
    expect(await verdictOn(typeChecks({ timeoutMs: 1 }), 'let a')).toMatchObject({ status: 'unknown' })
  })

  it('refuses bad options', () => {
    expect(() => typeChecks({ timeoutMs: 0 })).toThrow(/`timeoutMs` is a number above 0/)
    expect(() => typeChecks({ tsconfig: '' })).toThrow(/path of a file/)
  })
})

describe('passesTests', () => {
  const tests = {
    'adds two numbers': 'assert.equal(add(1, 2), 3)',
    'adds texts': 'assert.equal(add("a", "b"), "ab")',
  }

  it('runs JavaScript and TypeScript', async () => {
    const javascript = passesTests(tests, { timeoutMs })
    expect(javascript.description).toBe(
      'Write JavaScript that passes these tests: adds two numbers; adds texts',
    )
    expect(await reasonOf(javascript, '```js\nexport const add = (a, b) => a + b\n```')).toBeUndefined()
    const typescript = passesTests(Object.values(tests), { language: 'typescript', timeoutMs })
    const code =
      '```ts\ntype N = number | string\nexport function add(a: N, b: N): N { return (a as any) + b }\n```'
    expect(await reasonOf(typescript, code)).toBeUndefined()
  })

  it('says which tests fail, and why', async () => {
    const rule = passesTests(tests, { timeoutMs })
    expect(await reasonOf(rule, 'function add(a, b) { return a - b }')).toBe(
      '2 of 2 tests fail.\n"adds two numbers": expected 3, got -1\n"adds texts": expected "ab", got null',
    )
    const outcomes: readonly (readonly [code: string, reason: string])[] = [
      ['null.x', 'The code fails before it can be tested: TypeError: '],
      ['let = 3', 'This is not valid JavaScript.\nLine 1, column 1: '],
      ['import "node:fs"', 'The code imports "node:fs". It must do without imports'],
      ['await new Promise(() => {})', 'The code waits at its top level for something that never comes.'],
      ['Math.max = Math.min; const add = 1', 'The code changes what is built in: Math.max.'],
      ['const add = () => new Promise(() => {})', '2 of 2 tests fail.'],
    ]
    for (const [code, reason] of outcomes) expect(await reasonOf(rule, code), code).toContain(reason)
    const broken = passesTests(tests, { language: 'typescript', timeoutMs })
    expect(await reasonOf(broken, 'const add: = 3')).toContain(
      'This is not valid TypeScript.\nLine 1, column 12:',
    )
    expect(await reasonOf(broken, 'type A = 1\nnull!.x')).not.toContain('(line')
  })

  it('says which limit was reached', async () => {
    const hasty = passesTests(['1'], { timeoutMs: 1500, memoryMb: 40 })
    expect(await reasonOf(hasty, 'while (true);')).toContain('did not end within 1500 ms')
    expect(await reasonOf(hasty, 'const a = []; while (true) a.push(new Array(1e5).fill({}))')).toBe(
      'The code needs more than 40 MB of memory.',
    )
  })

  it('refuses tests that cannot be run', () => {
    expect(() => passesTests([])).toThrow(/at least one test/)
    expect(() => passesTests({ a: 'let = 1 +' })).toThrow(/the test "a" cannot be parsed: SyntaxError/)
    expect(() => passesTests({ a: ' ' })).toThrow(/a test is JavaScript as a text/)
    expect(() => passesTests(['1'], { language: 'python' as never })).toThrow(/'javascript' or 'typescript'/)
    expect(() => passesTests(['1'], { memoryMb: -1 })).toThrow(/`memoryMb` is a number above 0/)
  })
})

it('what starts processes says so where there are none', () => {
  const { process: here } = globalThis
  try {
    Reflect.set(globalThis, 'process', undefined)
    expect(() => needNode('passesTests()')).toThrow('passesTests() needs Node 20.19 or newer')
  } finally {
    Reflect.set(globalThis, 'process', here)
  }
})
