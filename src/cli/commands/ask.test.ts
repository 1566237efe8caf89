import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runM, type Outcome, type RunMOptions } from '../../../test/run-m.ts'
import { startFakeOllama } from '../../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../../testing/fake-openai.ts'
import type { FakeServer } from '../../testing/fake-server.ts'
import { askArguments } from './ask.ts'

let folder: string
let person: string
let ollama: FakeServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-ask-'))
  person = join(folder, 'person.json')
  const properties = { name: { type: 'string' }, age: { type: 'integer' } }
  await writeFile(person, JSON.stringify({ type: 'object', properties, required: ['name', 'age'] }))
  await writeFile(join(folder, 'list.json'), '[]')
  await writeFile(join(folder, 'broken.json'), '{')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  ollama = await startFakeOllama({ models: ['granite4.1:3b', 'other'] })
})
afterEach(() => ollama.close())

function ask(args: readonly string[], options: RunMOptions = {}): Promise<Outcome> {
  return runM(['ask', ...args], { ...options, env: { OLLAMA_HOST: ollama.url, ...options.env } })
}

function body(index = -1): Record<string, unknown> {
  return ollama.requests.filter(({ path }) => path === '/api/chat').at(index)?.body ?? {}
}

describe('m ask', () => {
  it('prints the answer and nothing else', async () => {
    expect(await ask(['Greet.'])).toMatchObject({ code: 0, stdout: 'Hello!\n', stderr: '' })
    expect(body()).toMatchObject({ model: 'granite4.1:3b', stream: true })
  })

  it('helps with every flag, and with examples', async () => {
    const { stdout } = await ask(['--help'])
    const flags = Object.keys(askArguments).filter((name) => name !== 'prompt')
    for (const flag of flags) expect(stdout).toContain(`--${flag}`)
    expect(stdout).toMatch(/EXAMPLES[\s\S]*Exit status/)
  })

  it('passes on variables, the system prompt, options, the model and how it is sent', async () => {
    const variables = ['--var', 'who=Ada', '--var', 'whom=a=b']
    const options = ['--system', 'Sir', '--option', 'seed=7', '--option', 'stop=["x"]']
    await ask(['Greet {{who}} and {{whom}}.', ...variables, ...options, '--model', 'other', '--no-stream'])
    expect(body()).toMatchObject({
      model: 'other',
      stream: false,
      options: { seed: 7, stop: ['x'] },
      messages: [
        { role: 'system', content: 'Sir' },
        { role: 'user', content: expect.stringContaining('Greet Ada and a=b.') as string },
      ],
    })
  })

  it.each([
    ['where it is left out', []],
    ['for a dash', ['-']],
  ])('reads stdin %s', async (_, args) => {
    await ask(args, { stdin: 'What is this?\n' })
    expect(body()['messages']).toMatchObject([{ content: 'What is this?' }])
  })

  it('leaves braces alone without --var', async () => {
    await ask(['What is {{x}}?'])
    expect(body()['messages']).toMatchObject([{ content: 'What is {{x}}?' }])
  })
})

describe('m ask with requirements', () => {
  it('says on stderr why an attempt was rejected, and prints the accepted one alone', async () => {
    ollama.reply({ text: 'One two three.' }, { text: 'One.' })
    expect(await ask(['Count.', '--max-words', '2'])).toMatchObject({
      code: 0,
      stdout: 'One.\n',
      stderr: 'attempt 1 rejected:\n  - Use at most 2 words. It has at least 3.\n',
    })
  })

  it('lets the model judge, as often as there are requirements', async () => {
    const verdicts = ['yes', 'no, it is curt', 'yes', 'yes']
    const greetings = ['Hi.', 'Hi, dear.']
    const isJudge = (text: string): boolean => text.includes('check if the output meets')
    ollama.always(({ body: asked }) => ({
      text: (isJudge(JSON.stringify(asked)) ? verdicts.shift() : greetings.shift()) ?? 'asked too often',
    }))
    const { code, stdout, stderr } = await ask(['Greet.', '--require', 'Be brief.', '--require', 'Be kind.'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hi, dear.\n' })
    expect(stderr).toBe('attempt 1 rejected:\n  - Be kind. (it is curt)\n')
  })

  it('prints the best attempt and what it lacks when none passes', async () => {
    ollama.reply({ text: 'a b c' }, { text: 'a b c d' })
    const { code, stdout, stderr } = await ask(['Count.', '--max-words', '2', '--attempts', '2'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'a b c d\n' })
    expect(stderr).toContain(
      'm ask: all 2 attempts were rejected; the best of them is given. Not met:\n  - Use at most 2 words. It has at least 4.\n',
    )
  })

  it('gives programs one object, met or not', async () => {
    const met = await ask(['Greet.', '--max-words', '2', '--json'])
    expect(JSON.parse(met.stdout)).toMatchObject({
      ok: true,
      text: 'Hello!',
      attempts: 1,
      validations: [{ requirement: 'Use at most 2 words.', status: 'pass' }],
      usage: { inputTokens: 7 },
      ledger: { calls: 1 },
      provider: 'ollama',
      modelId: 'granite4.1:3b',
      finishReason: 'stop',
      warnings: [],
    })
    ollama.always({ text: 'a b c' })
    const unmet = await ask(['Greet.', '--max-words', '2', '--json'])
    expect(unmet.code).toBe(1)
    expect(JSON.parse(unmet.stdout)).toMatchObject({
      ok: false,
      error: { code: 'requirements-not-met' },
      text: 'a b c',
      attempts: 2,
      ledger: { calls: 2 },
    })
  })
})

describe('m ask --format', () => {
  it('prints the checked JSON', async () => {
    ollama.reply({ text: '{"name":"Ada"}' }, { text: '{"name":"Ada","age":36}' })
    const { code, stdout, stderr } = await ask(['Invent.', '--format', person])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ name: 'Ada', age: 36 })
    expect(stderr).toContain('attempt 1 rejected')
    expect(body()['format']).toMatchObject({ required: ['name', 'age'] })
  })

  it('has the value in the object for programs', async () => {
    ollama.reply({ text: '{"name":"Ada","age":36}' })
    const { stdout } = await ask(['Invent.', '--format', person, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, value: { name: 'Ada', age: 36 } })
  })
})

describe('m ask on a terminal', () => {
  it('shows the text as it comes, once', async () => {
    const parts: string[] = []
    const { stdout } = await ask(['Greet.'], { isTTY: true, onWrite: (text) => parts.push(text) })
    expect(stdout).toBe('Hello!\n')
    expect(parts).toContain('Hell')
  })

  it('shows rejected attempts, too, and what it cost', async () => {
    ollama.reply({ text: 'a b c' }, { text: 'a' })
    const { stdout, stderr } = await ask(['Count.', '--max-words', '2'], {
      isTTY: true,
      env: { NO_COLOR: '1' },
    })
    expect(stdout).toBe('a b c\na\n')
    expect(stderr).toContain('waiting for granite4.1:3b (ollama)')
    expect(stderr).toMatch(/2 attempts, \d+ tokens in [\d.]+ s, granite4.1:3b \(ollama\)\n$/)
    // oxlint-disable-next-line no-control-regex
    expect(stderr).not.toMatch(/\u001B\[\d+m/)
  })

  it('shows the best attempt again where a worse one came after it', async () => {
    // the second reply judges the first answer
    ollama.reply({ text: 'short' }, { text: 'no' }, { text: 'far too long' })
    const flags = ['--max-words', '1', '--require', 'Be kind.', '--attempts', '2']
    const { code, stdout } = await ask(['Count.', ...flags], { isTTY: true })
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'short\nfar too \nshort\n' })
  })
})

describe('m ask, stopped', () => {
  it('with Ctrl-C is cancelled down to the socket', async () => {
    const interrupt = new AbortController()
    ollama.reply({ text: 'A long story.', holdAfterFrames: 1 })
    const outcome = ask(['Tell.', '--model', 'other', '--json'], { signal: interrupt.signal })
    await ollama.received(2)
    interrupt.abort()
    await ollama.disconnected()
    const { code, stdout, stderr } = await outcome
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'stopped.\n' })
    expect(JSON.parse(stdout)).toEqual({ ok: false, error: { code: 'aborted', message: 'stopped.' } })
  })

  it('while it waits for stdin leaves it', async () => {
    const interrupt = new AbortController()
    let leave = (): void => {}
    const left = new Promise<void>((done) => (leave = done))
    async function* nothing(): AsyncGenerator<string> {
      interrupt.abort()
      await left
      yield ''
    }
    const stdin = Object.assign(nothing(), { destroy: leave })
    expect(await ask([], { signal: interrupt.signal, stdin })).toMatchObject({ code: 130, stdout: '' })
  })

  it('by --timeout says so', async () => {
    const outcome = await ask(['Tell.', '--timeout', '0.5'], { isLate: true })
    expect(outcome).toMatchObject({ code: 3, stdout: '' })
    expect(outcome.stderr).toContain('no end after 0.5 s')
  })
})

describe('m ask without an answer', () => {
  it('names the remedy when nothing is there', async () => {
    const { code, stdout, stderr } = await runM(['ask', 'Hi.', '--backend', 'ollama'])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain('ollama serve')
    expect(stderr).toContain('--base-url or OLLAMA_HOST')
  })

  it('names the remedy when the model is missing, and --pull is one', async () => {
    const missing = await ask(['Hi.', '--model', 'llama3.2:3b', '--json'])
    expect(missing.code).toBe(3)
    const { error } = JSON.parse(missing.stdout) as { readonly error: object }
    expect(error).toMatchObject({ code: 'model-not-found' })
    expect(JSON.stringify(error)).toContain('or add --pull')
    const pulled = await ask(['Hi.', '--model', 'llama3.2:3b', '--pull'])
    expect(pulled).toMatchObject({ code: 0, stdout: 'Hello!\n' })
    expect(pulled.stderr).toContain('pulling')
  })

  it('at a server that speaks OpenAI says whose key is sent where', async () => {
    const server = await startFakeOpenAI({ apiKey: 'sk-a-test-key' })
    const key = { OPENAI_API_KEY: 'sk-a-test-key' }
    const model = ['--backend', 'openai', '--model', 'qwen3']
    const strange = await ask(['Hi.', ...model, '--base-url', `${server.url}/v1`], { env: key })
    expect(strange.code).toBe(3)
    expect(strange.stderr).toContain('set OPENAI_BASE_URL instead of --base-url')
    const own = await ask(['Hi.', ...model], { env: { ...key, OPENAI_BASE_URL: `${server.url}/v1` } })
    expect(own).toMatchObject({ code: 0, stdout: 'Hello!\n' })
    await server.close()
  })

  it.each([
    [['Hi.', '--max-words', 'few'], "--max-words takes a whole number above 0, got 'few'"],
    [['Hi.', '--attempts', '0'], '--attempts takes a whole number above 0'],
    [['Hi.', '--timeout', '-1'], '--timeout takes a number of seconds above 0'],
    [['Hi.', '--var', 'name'], '--var takes NAME=VALUE'],
    [['Hi {{name}}.', '--var', 'other=x'], 'name'],
    [['Hi.', '--option', 'temperature=hot'], 'modelOptions.temperature must be a number from 0 up'],
    [['Hi.', '--model'], '--model needs a value'],
    [['Hi.', '--model='], '--model needs a value'],
    [['Hi.', 'there'], "'there'"],
    [['Hi.', '--base-url', 'http://x', '--backend', 'hf'], '--base-url is for servers'],
    [['Hi.', '--pull', '--backend', 'openai', '--model', 'm'], '--pull is for Ollama'],
    [['Hi.', '--backend', 'mars'], '"mars" is no backend'],
    [['Hi.', '--backend', 'watsonx'], 'reached with --backend openai and --base-url'],
    [['Hi.', '--backend', 'openai'], '--model'],
    [['Hi.', '--format', 'nowhere.json'], 'nowhere.json'],
    [['-'], 'stdin is empty'],
  ])('%j is wrong usage', async (args, reason) => {
    const { code, stdout, stderr } = await ask(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
  })

  it.each([
    [['Hi.', '--max-words', 'few'], 'usage'],
    [['Hi.', '--frob'], 'usage'],
    [['Hi.', '--backend', 'mars'], 'invalid-option'],
  ])('%j is wrong usage for programs, too', async (args, code) => {
    const outcome = await ask([...args, '--json'])
    expect(outcome.code).toBe(2)
    expect(JSON.parse(outcome.stdout)).toHaveProperty('error.code', code)
  })

  it.each(['list.json', 'broken.json'])('a format of %s is wrong usage', async (file) => {
    const { code, stderr } = await ask(['Hi.', '--format', join(folder, file)])
    expect(code).toBe(2)
    expect(stderr).toContain(file)
  })

  it('on a terminal without a prompt does not wait for one', async () => {
    async function* never(): AsyncGenerator<string> {
      await new Promise(() => {})
      yield ''
    }
    const { code, stderr } = await ask([], { stdin: Object.assign(never(), { isTTY: true }) })
    expect(code).toBe(2)
    expect(stderr).toContain('there is no prompt')
  })
})
