import { describe, expect, it } from 'vitest'
import { runCommand } from '../run-command.ts'
import { runSandboxed, type SandboxOutcome } from './run-sandboxed.ts'
import { sandboxFlags } from './sandbox-flags.ts'

const { signal } = new AbortController()
const patient = { timeoutMs: 25_000, memoryMb: 64, signal }
const add = 'export function add(a, b) { return a + b }\n'

const run = (
  code: string,
  tests: readonly string[] = ['assert.equal(add(1, 2), 3)'],
): Promise<SandboxOutcome> => runSandboxed({ code: add + code, tests }, patient)
const all = (codes: readonly string[]): Promise<readonly SandboxOutcome[]> =>
  Promise.all(codes.map((code) => run(code)))

describe('code in the sandbox', () => {
  it('is tested, one test after the other, with what it declares', async () => {
    const code = 'const hidden = 4\nlet calls = 0\nclass Thing { #a = 1; get a() { return this.#a } }'
    const tests = [
      'assert.equal(add(hidden, new Thing().a), 5)',
      'calls += 1; assert.deepEqual({ a: [1, new Map([[1, new Set([2])]])] }, { a: [1, new Map([[1, new Set([2])]])] })',
      'assert.equal(calls, 1); assert.deepEqual([1, 2], [1, 3])',
      'assert.throws(() => { throw new TypeError("bad") }, /bad/); assert.throws(() => {})',
      'await assert.rejects(Promise.reject(new RangeError("x")), RangeError); null.x',
      'assert(0)',
    ]
    expect(await run(code, tests)).toEqual({
      type: 'tested',
      outcomes: [
        '',
        '',
        'expected [1,3], got [1,2]',
        'expected an error, none was thrown',
        expect.stringMatching(/^TypeError: .*null/),
        'expected something true, got 0',
      ],
    })
  })

  it('has timers, and waits for them', async () => {
    const tests = [
      'await new Promise((done) => setTimeout(done, 20)); assert(true)',
      'let n = 0; await new Promise((done) => { const i = setInterval(() => { if (++n === 3) { clearInterval(i); done() } }, 5) })',
    ]
    expect(await run('', tests)).toEqual({ type: 'tested', outcomes: ['', ''] })
  })

  it('that cannot be parsed has its place', async () => {
    const outcome = await runSandboxed({ code: 'const a = 1\n  let b = ;', tests: ['1'] }, patient)
    expect(outcome).toEqual({
      type: 'syntax',
      line: 2,
      column: 11,
      message: "SyntaxError: Unexpected token ';'",
    })
  })

  it('that throws says what, and in which line', async () => {
    expect(await run('\nnull.x')).toMatchObject({
      type: 'threw',
      message: expect.stringMatching(/^TypeError.*\(line 3\)$/),
    })
    expect(await run('class E extends Error { name = "E" }; throw new E("m")')).toMatchObject({
      message: 'E: m (line 2)',
    })
    expect(await run('setTimeout(() => { throw 3 }, 1); await new Promise(() => {})')).toEqual({
      type: 'threw',
      message: 'threw 3',
    })
  })

  it('that waits for ever is found out without waiting', async () => {
    expect(await run('await new Promise(() => {})')).toEqual({ type: 'stuck' })
    const outcome = await run('', ['', 'await new Promise(() => {})', ''])
    expect(outcome).toEqual({ type: 'tested', outcomes: ['', null, null] })
  })
})

describe('the sandbox', () => {
  it('ends loops, also those of promises and in tests', async () => {
    const loops = [
      'while (true);',
      'async function f() { for (;;) await 0 }\nf()',
      'throw new Proxy({}, { getPrototypeOf() { while (true); } })',
      'setInterval(() => {}, 1); await new Promise(() => {})',
    ]
    const limits = { ...patient, timeoutMs: 1500 }
    const outcomes = await Promise.all([
      ...loops.map((code) => runSandboxed({ code, tests: ['1'] }, limits)),
      runSandboxed({ code: '', tests: ['while (true);'] }, limits),
    ])
    expect(outcomes).toEqual(Array.from({ length: 5 }, () => ({ type: 'timeout' })))
  })

  it('ends what fills the memory', async () => {
    const bombs = [
      'const a = []\nwhile (true) a.push(new Array(1e5).fill({}))',
      'let s = "x"\nwhile (true) s = (s + s).slice(1) + s',
    ]
    // what is not on the heap is watched where the system tells
    if (process.platform === 'linux')
      bombs.push('const a = []\nwhile (true) a.push(new Uint8Array(1e7).fill(1))')
    expect(new Set((await all(bombs)).map(({ type }) => type))).toEqual(new Set(['memory']))
  }, 60_000)

  it('has nothing of the process in it', async () => {
    const outcomes = await all([
      'process.exit(0)',
      'globalThis.process.exit(0)',
      'require("fs")',
      'new Worker("")',
      'fetch("http://x.test")',
      'module.exports = 1',
      'Buffer.alloc(1)',
    ])
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        type: 'threw',
        message: expect.stringMatching(/is not defined|undefined/),
      })
  })

  it('makes no code from texts, whatever constructor is asked', async () => {
    const escapes = [
      'globalThis.constructor.constructor("return process")()',
      'assert.constructor("return process")()',
      'assert.ok.__proto__.constructor("return process")()',
      'setTimeout.constructor.constructor("return this")()',
      '(async () => {}).constructor("return process")()',
      '(function* () {}).constructor("return process")()',
      'import.meta.constructor?.constructor("return process")(); (() => {}).constructor("return process")()',
      '(0, eval)("process")',
      'new Function("return process")()',
      'Error.prepareStackTrace = (e, frames) => frames; new Error().stack[0].constructor.constructor("return process")()',
      'try { null.x } catch (e) { e.constructor.constructor("return process")() }',
      'const f = () => f(); try { f() } catch (e) { e.constructor.constructor("return process")() }',
      'Reflect.construct(assert.constructor, ["return process"])()',
    ]
    for (const outcome of await all(escapes))
      expect(outcome).toMatchObject({
        type: 'threw',
        message: expect.stringMatching(/Code generation from strings disallowed/),
      })
    const wasm = await run('new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))')
    expect(wasm).toMatchObject({ type: 'threw', message: expect.stringContaining('disallowed') })
  }, 60_000)

  it('shows no frames or objects of the process around', async () => {
    const code = `Error.prepareStackTrace = (e, frames) => frames
      const seen = new Error().stack.flatMap((frame) => [frame.getThis(), frame.getFunction()])
      if (seen.some((one) => one !== undefined)) throw new Error('found ' + String(seen))
      delete Error.prepareStackTrace`
    expect(await run(code)).toEqual({ type: 'tested', outcomes: [''] })
  })

  it('imports nothing, by no spelling', async () => {
    const imports = ['import fs from "node:fs"', 'export * from "node:os"', 'import "./x.js"']
    for (const outcome of await all(imports)) expect(outcome.type).toBe('import')
    const dynamic = [
      'import("node:fs")',
      'import /* a */ // b\n("node:fs")',
      'const x = { y: import\n("fs") }',
      'import.defer("fs")',
    ]
    for (const outcome of await all(dynamic))
      expect(outcome).toEqual({ type: 'import', specifier: 'import()' })
    expect((await run('const important = 1; import.meta.x = 2')).type).toBe('tested')
  })

  it('notices when what is built in was changed, and lets it be added to', async () => {
    const changes = [
      'Array.prototype.map = () => []',
      'const { then } = Promise.prototype; Promise.prototype.then = function (a) { return then.call(this, a, a) }',
      'Object.defineProperty(Array.prototype, Symbol.iterator, { value: null })',
      'delete String.prototype.trim',
      'JSON.stringify = () => "{}"',
      'Object.is = () => true',
    ]
    const outcomes = await Promise.all(changes.map((code) => run(code, ['throw new Error("no")'])))
    expect(outcomes.map((one) => one.type === 'changed' && one.what)).toEqual([
      'Array.prototype.map',
      'Promise.prototype.then',
      'Array.prototype.Symbol(Symbol.iterator)',
      'String.prototype.trim',
      'JSON.stringify',
      'Object.is',
    ])
    expect(
      await run('Array.prototype.sum = 1; Object.prototype.toJSON = () => 1; Object.prototype.then = 1'),
    ).toEqual({
      type: 'tested',
      outcomes: [''],
    })
    const cheat = await run('try { assert = () => {} } catch {}; try { assert.equal = () => {} } catch {}', [
      'assert.equal(1, 2)',
    ])
    expect(cheat).toEqual({ type: 'tested', outcomes: ['expected 2, got 1'] })
  })

  it('is not led astray by what is thrown', async () => {
    const thrown = [
      'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })',
      'throw { toString() { throw 3 }, get message() { throw 4 } }',
      'const e = new Error(); Object.defineProperty(e, "stack", { get() { throw 5 } }); throw e',
      'throw undefined',
      'throw Symbol("s")',
    ]
    for (const outcome of await all(thrown)) expect(outcome.type).toBe('threw')
  })

  it('lies in a process that may do nothing either', async () => {
    const attempts = `
      const tries = {
        read: () => require('fs').readFileSync(process.execPath),
        write: () => require('fs').writeFileSync('x', ''),
        child: () => require('child_process').spawnSync('true'),
        worker: () => new (require('worker_threads').Worker)('', { eval: true }),
        code: () => Function('return 1')(),
      }
      for (const [name, attempt] of Object.entries(tries)) try { attempt(); console.log(name) } catch {}
      console.log(Object.keys(process.env).length)`
    const args = [...sandboxFlags(64), '-e', attempts]
    const { stdout } = await runCommand({ file: process.execPath, args, env: {}, timeoutMs: 25_000, signal })
    expect(stdout.trim()).toBe('0')
  })

  it('is stopped with its signal', async () => {
    const abort = new AbortController()
    const running = runSandboxed(
      { code: 'while (true);', tests: ['1'] },
      { ...patient, signal: abort.signal },
    )
    abort.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
  })
})
