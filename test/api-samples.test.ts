import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ChatContext, MelleaSession, sofai } from 'mellea'
import { calls, MockBackend, type MockAnswer } from 'mellea/testing'
import { leaveBlock, limits, parallel, stopAtWord } from './api-samples/abort.ts'
import { asyncReturn, compose } from './api-samples/composition.ts'
import { strategies } from './api-samples/custom-strategy.ts'
import { extraction } from './api-samples/extraction.ts'
import { functional, functions } from './api-samples/generative.ts'
import { helloWorld } from './api-samples/hello-world.ts'
import { local } from './api-samples/local.ts'
import { given, memory } from './api-samples/memory.ts'
import { describe as describePicture } from './api-samples/multimodal.ts'
import { best, caught, inspected, invitation, party, validated } from './api-samples/requirements.ts'
import { coloured, others, product, tagline } from './api-samples/strategies.ts'
import { guarded, objects, story } from './api-samples/streaming.ts'
import { options, sessions } from './api-samples/switch-backend.ts'
import { mocked, recorded } from './api-samples/testing.ts'
import { byHand, looped, proposed } from './api-samples/tools.ts'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

it('hello world', async () => {
  const { fetch, bodies } = network()
  expect(await helloWorld(fetch)).toMatch(/^Paris\.\nParis\. \(\d+ tokens\)$/)
  expect(bodies).toMatchObject([
    { model: 'granite4.1:3b', messages: [{ role: 'user', content: 'Write a haiku about the sea.' }] },
    { messages: [{ content: 'Write to Olivia using these notes: Organised the intern events.' }] },
  ])
})

it('switching backends sends nothing', () => {
  expect(sessions().map(({ backend }) => `${backend.provider} ${backend.modelId}`)).toEqual([
    'ollama llama3.2:3b',
    'ollama granite4.1:8b',
    'openai gpt-5-mini',
    'litellm groq/llama-3.1-8b-instant',
    'hf ibm-granite/granite-4.1-3b',
    'ollama granite4.1:3b',
    'ollama granite4.1:3b',
    'ollama phi4-mini:latest',
  ])
})

it('options arrive under the names that each server knows', async () => {
  const { fetch, bodies } = network()
  expect(await options(fetch)).toBe('Paris.')
  expect(bodies).toMatchObject([
    {
      model: 'granite4.1:3b',
      options: { temperature: 0, seed: 42, num_ctx: 8192, num_predict: 10, mirostat: 2 },
    },
    { model: 'gpt-5-mini', max_completion_tokens: 10, reasoning_effort: 'low' },
    { model: 'qwen3' },
    { options: { temperature: 0, seed: 99, num_ctx: 8192 } },
  ])
})

it('extraction with zod, arktype, valibot and plain JSON Schema', async () => {
  const answers = [
    { name: 'Aglio e olio', difficulty: 'easy', steps: ['Boil.'] },
    { name: 'Alice', age: 31 },
    { tag: 'bug' },
    { title: 'T' },
    { result: [2, 3, 5] },
  ]
  const { m, backend } = scripted(...answers)
  expect(await extraction(m)).toEqual([...answers.slice(0, 4), [2, 3, 5]])
  const schemas = backend.calls.map(({ request }) => request.schema?.['type'])
  expect(schemas).toEqual(Array(5).fill('object'))
})

it('tools', async () => {
  const paris = { name: 'getWeather', arguments: { city: 'Paris' } }
  const long = { name: 'getWeather', arguments: { city: 'Paris', days: 30 } }
  const forecast = { city: 'Paris', days: 1, c: 21, aborted: false }
  expect(await proposed(scripted(calls(long), calls(paris)).m)).toEqual([forecast])
  expect(await looped(scripted(calls(paris), 'Go out.').m)).toBe('Go out.')
  const { backend } = scripted(calls(paris), 'Go out.')
  expect(await byHand(new MelleaSession({ backend, ctx: new ChatContext() }))).toBe('Go out.')
  expect(JSON.stringify(backend.calls[1]?.request.messages)).toContain(
    JSON.stringify(JSON.stringify(forecast)),
  )
})

it('generative functions', async () => {
  const { m, backend } = scripted(
    { result: 'positive' },
    { name: 'Alice', age: 310 },
    { name: 'Alice', age: 31 },
    'Friday.',
    { result: false },
  )
  expect(await functions(m)).toEqual(['positive', { name: 'Alice', age: 31 }, 'Friday.', false])
  expect(backend.calls[1]?.prompt).toContain('en') // the default of `locale`
  expect(await functional(scripted({ result: 'negative' }).m)).toBe(2)
})

it('requirements, their repair and their failure', async () => {
  const { m, backend } = scripted('Dear Olivia', 'dear olivia, lunch?', 'Yes.')
  expect(await invitation(m)).toMatch(/^dear olivia, lunch\? \(2 attempts, \d+ tokens\)$/)
  expect(backend.calls[0]?.prompt).not.toContain('elephant')
  expect(backend.calls[1]?.prompt).toContain('found upper case')
  expect(await inspected(scripted('Hi', 'No. Too short.', 'Hey', 'No. Slang.').m)).toEqual([
    'Hey',
    'Be formal. (Slang.)',
  ])
  expect(await caught(scripted('a', 'no', 'b', 'no', 'c', 'no').m)).toBe('best: c')
  expect(await best(scripted('a', 'no', 'b', 'no', 'c', 'no', 'd', 'no').m)).toEqual([false, false])
  expect(await validated(scripted('yes').m)).toBe(true)
})

it('requirements over a parsed value', async () => {
  const items = [{ cost: 1 }, { cost: 2 }, { cost: 3 }]
  const { m, backend } = scripted({ budget: 5, items }, { budget: 6, items }, 'Yes, it does.')
  expect(await party(m)).toBe(3)
  expect(backend.calls[0]?.prompt).toContain('Costs add up')
  expect(backend.calls[0]?.prompt).not.toContain('No item costs zero.')
})

it("strategies of one's own", async () => {
  const { m } = scripted('x'.repeat(90), 'Short.', 'aaa', 'a', 'aa', 'One line.', 'Two\nlines.')
  expect(await strategies(m)).toEqual(['Short.', 'a', 'Two\nlines.'])
})

it('strategies that draft several times', async () => {
  const taglines = [
    'Bread, as it should be.',
    'Fresh. Daily.',
    'Warm bread for cold mornings.',
    'Bread!',
    'Rise.',
  ]
  expect((await tagline(scripted(...taglines).m)).length).toBeLessThanOrEqual(20)
  const answers = [{ answer: 391 }, { answer: 381 }, { answer: 391 }, { answer: 391 }]
  const { m, backend } = scripted(...answers)
  expect(await product(m)).toBe(391)
  expect(backend.calls).toHaveLength(4)
  const summaries = ['A cat sat.', 'A cat sat down.', 'Rain.']
  expect(await others(scripted(...summaries, 'Let me think.', 'QED.').m)).toEqual(['A cat sat.', 'QED.'])
})

it('two solvers', async () => {
  const [s1, s2] = [new MockBackend(['A=red B=red', 'A=red B=red']), new MockBackend(['A=red B=blue'])]
  const { m } = scripted()
  expect(await coloured(m, sofai({ s1, s2, loopBudget: 2 }))).toBe('A=red B=blue')
  expect(s1.calls).toHaveLength(2)
})

it('streaming', async () => {
  const { say, said } = paper()
  expect(await story(scripted('Once upon a time.', 'The end.').m, say)).toBeGreaterThan(0)
  expect(said()).toBe('Once upon a time.The end.')
})

it('streaming validation stops the tokens', async () => {
  const { say, said } = paper()
  const { m, backend } = scripted('A. B. C. D. E. F. G. H.', 'Rain falls.')
  await guarded(m, say)
  expect(said()).toContain('↻ attempt 1: too many sentences')
  expect(said()).not.toContain('H.')
  expect(said()).toMatch(/Rain falls\.\n2 attempts$/)
  expect(backend.calls).toHaveLength(2)
})

it('partial objects and finished elements', async () => {
  const { say, said } = paper()
  await objects(
    scripted({ name: 'Soup', steps: ['Cook.', 'Eat.'] }, { result: [{ name: 'Ada' }, { name: 'Grace' }] }).m,
    say,
  )
  expect(said()).toMatch(/Soup 2\nAda\nGrace\n$/)
})

it('limits, cancelling and parallel calls', async () => {
  await limits(scripted('a', 'b').m)
  await expect(limits(scripted('a', 'b').m, AbortSignal.abort(new Error('no')))).rejects.toThrow('no')
  const numbers = Array.from({ length: 1000 }, (_, i) => i).join(' ')
  expect((await stopAtWord(scripted(numbers).m)).length).toBeLessThan(200)
  expect(await leaveBlock(scripted('A long story.').m)).toBe('A long s')
  expect(await parallel(scripted('high', 'wet').m)).toEqual(['high', 'wet'])
})

it('pictures', async () => {
  const { m, backend } = scripted('A cat.', 'Two.')
  expect(await describePicture(png, m)).toBe('A cat. Two.')
  const parts = backend.calls.map(({ request }) => request.messages[0]?.parts.map(({ type }) => type))
  expect(parts).toEqual([
    ['text', 'file'],
    ['text', 'file', 'text', 'file', 'text'],
  ])
})

it('memory', async () => {
  const { m, backend } = scripted(
    '2 + 2?',
    '4',
    ({ prompt }) => (prompt.includes('Times 3?') ? '12' : '20'),
    ({ prompt }) => (prompt.includes('Times 3?') ? '12' : '20'),
    '2',
  )
  const talking = new MelleaSession({ backend, ctx: new ChatContext({ windowSize: 10 }) })
  expect(await memory(talking)).toEqual(['4', '4', '12', '20', '2'])
  expect(backend.calls[4]?.request.messages).toHaveLength(5)
  expect(m.ctx.messages).toHaveLength(0)
  expect(await given(scripted('Olivia.').m)).toBe(4)
})

it('mocks', async () => {
  expect(await mocked()).toEqual([true, true, true, true, true])
})

it('a recording replays without the model', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mellea-samples-'))
  const file = join(folder, 'ask.json')
  try {
    const first = await recorded(file, new MockBackend(['Blue.'])).instruct('Name a colour.')
    const second = await recorded(file, new MockBackend([])).instruct('Name a colour.')
    expect([first.value, second.value]).toEqual(['Blue.', 'Blue.'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('a session that owns its backend closes it', async () => {
  expect(await local(new MockBackend(['Hi.']))).toBe('Hi.')
})

it('composition', async () => {
  const { m, backend } = scripted('Dear Olivia', 'They are slow.', 'Slow is good.', "C'est bien.")
  expect(await compose(m)).toEqual(['Dear Olivia', 'Slow is good.', "C'est bien.", 'true'])
  expect(backend.calls[2]?.prompt).toBe('Argue with these facts: They are slow.')
  expect((await asyncReturn(scripted('x').m)).value).toBe('x')
})

const ollamaReply = [
  { message: { role: 'assistant', content: 'Paris.' }, done: false },
  { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
]
  .map((chunk) => `${JSON.stringify({ model: 'm', ...chunk })}\n`)
  .join('')

const openaiReply = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: '4' } }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
]
  .map(
    (chunk) =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', ...chunk })}\n\n`,
  )
  .join('')
  .concat('data: [DONE]\n\n')

/** Servers of Ollama and of OpenAI that say one thing. */
function network(): { readonly fetch: typeof globalThis.fetch; readonly bodies: readonly unknown[] } {
  const bodies: unknown[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body))
    return new Response(url.endsWith('/api/chat') ? ollamaReply : openaiReply)
  }
  return { fetch, bodies }
}

function scripted(...script: readonly MockAnswer[]): {
  readonly m: MelleaSession
  readonly backend: MockBackend
} {
  const backend = new MockBackend(script)
  return { m: new MelleaSession({ backend }), backend }
}

/** A place to print on that remembers. */
function paper(): { readonly say: (text: string) => void; readonly said: () => string } {
  let all = ''
  return { say: (text) => void (all += text), said: () => all }
}
