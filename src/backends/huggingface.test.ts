import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BackendEvent, GenerateRequest } from '../core/backend.ts'
import { textMessage, type WireMessage } from '../core/message.ts'
import type { LoadLlama } from '../local/engine/llama-module.ts'
import { writeScriptedModel } from '../local/gguf/scripted-model.ts'
import { writeTinyModel } from '../local/gguf/tiny-model.ts'
import { modelStore, type ModelStore } from '../local/store/model-store.ts'
import { LocalHFBackend, type LocalHFBackendOptions } from './huggingface.ts'

const SPEECH = 'Dear interns, please join the office party, and please bring a friend to the party!'
const never = new AbortController().signal

let folder: string
let speaker: LocalHFBackend
let babbler: LocalHFBackend
const pieces: number[] = []
let onPiece = (done: number): void => void pieces.push(done)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-hf-'))
  const script = await writeScriptedModel(join(folder, 'script.gguf'), [
    { say: SPEECH },
    { from: 'Hello', say: [' world', ' END', ' of it'] },
  ])
  const tiny = await writeTinyModel(join(folder, 'tiny.gguf'))
  speaker = open({ modelId: script.path })
  babbler = open({ modelId: tiny.path, contextSize: 1024, seams: { onPiece: (done) => onPiece(done) } })
})
afterAll(async () => {
  await speaker[Symbol.asyncDispose]()
  await babbler[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const open = (options: LocalHFBackendOptions): LocalHFBackend =>
  new LocalHFBackend({ cacheDir: folder, env: {}, ...options })

function request(parts: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    messages: [textMessage('user', 'Say hello.')],
    options: {},
    transport: 'stream',
    signal: never,
    ...parts,
  }
}

interface Answer {
  readonly events: readonly BackendEvent[]
  readonly text: string
  readonly start: Extract<BackendEvent, { type: 'start' }>
  readonly finish: Extract<BackendEvent, { type: 'finish' }>
}

async function answer(backend: LocalHFBackend, parts: Partial<GenerateRequest> = {}): Promise<Answer> {
  const events: BackendEvent[] = []
  for await (const event of backend.generate(request(parts))) events.push(event)
  const [start] = events
  const finish = events.at(-1)
  if (start?.type !== 'start' || finish?.type !== 'finish')
    throw new Error(`not framed: ${JSON.stringify(events)}`)
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  return { events, text, start, finish }
}

describe('an answer', () => {
  it('comes as start, text, finish, with usage as counted', async () => {
    const { events, text, start, finish } = await answer(speaker, { options: { temperature: 0 } })
    expect(text).toBe(SPEECH)
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(5)
    expect(start).toMatchObject({
      modelId: join(folder, 'script.gguf'),
      warnings: [],
      receipt: { schema: 'none', path: join(folder, 'script.gguf') },
    })
    expect(finish.reason).toBe('stop')
    expect(finish.usage?.outputTokens).toBe(events.length - 2)
    expect(finish.usage?.inputTokens).toBeGreaterThan(5)
  })

  it('is loaded by nothing but the first call', async () => {
    let loads = 0
    const load: LoadLlama = () => {
      loads += 1
      return import('node-llama-cpp')
    }
    const lazy = open({ modelId: join(folder, 'script.gguf'), seams: { load } })
    lazy.generate(request())
    expect(loads).toBe(0)
    await Promise.all([answer(lazy), answer(lazy), lazy.prepare({ signal: never })])
    expect(loads).toBe(1)
    await lazy[Symbol.asyncDispose]()
    await expect(answer(lazy)).rejects.toThrow('was disposed of')
  })

  it('is cut by its limit, and says so', async () => {
    const { text, finish } = await answer(speaker, { options: { temperature: 0, maxNewTokens: 3 } })
    expect(SPEECH.startsWith(text)).toBe(true)
    expect(finish).toMatchObject({ reason: 'length', usage: { outputTokens: 3 }, raw: { ended: 'limit' } })
    expect(finish.warnings).toBeUndefined()
  })

  it('warns when it was cut by a limit that nobody asked for', async () => {
    const narrow = open({ modelId: join(folder, 'script.gguf'), contextSize: 256 })
    const asked = async (words: number): ReturnType<typeof answer> =>
      answer(narrow, { messages: [textMessage('user', 'a '.repeat(words))], options: { temperature: 0 } })
    const {
      finish: whole,
      start: { receipt },
    } = await asked(1)
    const room = Number(receipt['contextSize']) - (whole.usage?.inputTokens ?? 0)
    const { start, finish } = await asked(room - 5)
    expect(finish).toMatchObject({ reason: 'length', raw: { ended: 'context-full' } })
    expect(start.warnings).toEqual([])
    expect(finish.warnings).toMatchObject([{ code: 'default-limit', option: 'maxNewTokens' }])
    await narrow[Symbol.asyncDispose]()
  })

  it('ends before a stop sequence, of which nothing is shown', async () => {
    const { text, finish } = await answer(speaker, {
      options: { temperature: 0, stopSequences: ['office par'] },
    })
    expect(text).toBe('Dear interns, please join the ')
    expect(finish).toMatchObject({ reason: 'stop', raw: { ended: 'stop-sequence' } })
  })

  it('goes on from a prefill', async () => {
    const { text } = await answer(speaker, { options: { temperature: 0 }, prefill: { text: 'Hello' } })
    expect(text).toBe(' world END of it')
  })

  it('never shows a part of a character', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const { events, text } = await answer(babbler, {
        options: { seed, temperature: 2, topK: 0, topP: 1, min_p: 0, maxNewTokens: 80 },
      })
      const shown = events.flatMap((event) => (event.type === 'text' ? [event.text] : []))
      expect(shown.every((piece) => !/\p{Surrogate}/u.test(piece))).toBe(true)
      expect(shown.join('')).toBe(text)
    }
  })

  it('tells how likely each token was, when asked', async () => {
    const { events, finish } = await answer(speaker, { options: { temperature: 0, logprobs: true } })
    const tokens = events.flatMap((event) => (event.type === 'logprobs' ? event.tokens : []))
    expect(tokens.length).toBe(finish.usage?.outputTokens)
    expect(tokens.every(({ logprob }) => logprob <= 0 && logprob > -1)).toBe(true)
    expect(tokens.every(({ top }) => top === undefined)).toBe(true)
  })

  it('tells the likeliest tokens of each place, the likeliest first, when asked', async () => {
    const options = { temperature: 0, maxNewTokens: 5, logprobs: true, top_logprobs: 3 }
    const { events } = await answer(babbler, { options })
    const tokens = events.flatMap((event) => (event.type === 'logprobs' ? event.tokens : []))
    expect(tokens).toHaveLength(5)
    for (const { token, logprob, top = [] } of tokens) {
      expect(top).toHaveLength(3)
      expect(top[0]).toMatchObject({ token, logprob })
      const sizes = top.map((each) => Math.exp(each.logprob))
      expect(sizes).toEqual(sizes.toSorted((one, other) => other - one))
      expect(sizes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(1.0001)
    }
    const unasked = await answer(babbler, { options: { ...options, logprobs: false } })
    expect(unasked.events.some(({ type }) => type === 'logprobs')).toBe(false)
  })
})

describe('options', () => {
  const lively = { temperature: 1, topK: 0, topP: 1, min_p: 0, maxNewTokens: 30 }

  it('repeat an answer with a seed, whatever was asked in between', async () => {
    const long = [textMessage('user', 'The quick brown fox jumps over the lazy dog. '.repeat(8))]
    const once = await answer(babbler, { messages: long, options: { ...lively, seed: 11 } })
    await answer(babbler, { messages: [textMessage('user', 'The quick brown cat.')], options: lively })
    const longer = [...long, textMessage('assistant', once.text), textMessage('user', 'More.')]
    await answer(babbler, { messages: longer, options: lively })
    const again = await answer(babbler, { messages: long, options: { ...lively, seed: 11 } })
    const fresh = open({ modelId: join(folder, 'tiny.gguf') })
    const elsewhere = await answer(fresh, { messages: long, options: { ...lively, seed: 11 } })
    await fresh[Symbol.asyncDispose]()
    expect(again.text).toBe(once.text)
    expect(elsewhere.text).toBe(once.text)
    expect(again.finish.usage?.cachedInputTokens).toBeGreaterThan(0)
  })

  it('vary an answer without a seed, and with another one', async () => {
    const texts = await Promise.all(
      [{}, {}, { seed: 1 }, { seed: 2 }].map((more) => answer(babbler, { options: { ...lively, ...more } })),
    )
    expect(new Set(texts.map(({ text }) => text)).size).toBe(4)
  })

  it('punish what was said before', async () => {
    const plain = await answer(babbler, { options: { temperature: 0, maxNewTokens: 60 } })
    for (const penalty of [{ frequencyPenalty: 2 }, { presencePenalty: 2 }, { repetition_penalty: 1.8 }]) {
      const punished = await answer(babbler, { options: { temperature: 0, maxNewTokens: 60, ...penalty } })
      expect(punished.text, JSON.stringify(penalty)).not.toBe(plain.text)
    }
  })

  it('that cannot be honoured are warnings, and the answer comes all the same', async () => {
    const { start, text } = await answer(speaker, {
      candidates: 3,
      tools: [{ type: 'function', name: 'look', schema: {} }],
      options: { temperature: 0, contextWindow: 100_000, thinking: true, maxNewTokens: 9_999 },
      messages: [
        { role: 'assistant', parts: [{ type: 'tool-call', id: '1', name: 'look', arguments: '{}' }] },
        {
          role: 'tool',
          parts: [{ type: 'tool-result', id: '1', name: 'look', parts: [{ type: 'text', text: 'Sunny.' }] }],
        },
      ],
    })
    expect(text).toBe(SPEECH)
    expect(
      start.warnings.map(({ option = '' }) => option).toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(['candidates', 'contextWindow', 'maxNewTokens', 'messages', 'thinking', 'tools'])
  })

  it('are known by their native names', () => {
    expect(speaker.optionTable.aliases).toMatchObject({
      max_new_tokens: 'maxNewTokens',
      stop_strings: 'stopSequences',
    })
    expect(speaker.optionTable.unsupported).toContain('extraBody')
  })
})

describe('an abort', () => {
  it('before the call runs nothing', async () => {
    let loads = 0
    const idle = open({
      modelId: join(folder, 'script.gguf'),
      seams: { load: () => Promise.reject(new Error(`load ${(loads += 1)}`)) },
    })
    const { events, finish } = await answer(idle, { signal: AbortSignal.abort() })
    expect(events.length).toBe(2)
    expect(finish.reason).toBe('aborted')
    expect(loads).toBe(0)
  })

  it('while a prompt is read stops within one piece, and what was read is used again', async () => {
    const caller = new AbortController()
    const messages = [textMessage('user', 'abc def ghi '.repeat(60))]
    const at: number[] = []
    onPiece = (done) => {
      at.push(done)
      if (at.length === 2) caller.abort()
    }
    const { events, finish } = await answer(babbler, { messages, signal: caller.signal })
    onPiece = (done) => void pieces.push(done)
    expect(events.map(({ type }) => type)).toEqual(['start', 'finish'])
    expect(at.length).toBe(2)
    expect(finish).toMatchObject({ reason: 'aborted', usage: { inputTokens: at[1], outputTokens: 0 } })
    const { finish: next } = await answer(babbler, { messages, options: { seed: 1, maxNewTokens: 2 } })
    expect(next.usage?.cachedInputTokens).toBe(at[1])
  })

  it('while it speaks stops at once, and leaves the model ready', async () => {
    const caller = new AbortController()
    const events: BackendEvent[] = []
    for await (const event of speaker.generate(
      request({ signal: caller.signal, options: { temperature: 0 } }),
    )) {
      events.push(event)
      if (event.type === 'text') caller.abort(new Error('enough'))
    }
    expect(events.map(({ type }) => type)).toEqual(['start', 'text', 'finish'])
    expect(events.at(-1)).toMatchObject({ reason: 'aborted', usage: { outputTokens: 1 } })
    expect((await answer(speaker, { options: { temperature: 0 } })).text).toBe(SPEECH)
  })

  it('leaves the line of those who wait', async () => {
    const [first, waiting] = [
      speaker.generate(request({ options: { temperature: 0 } })),
      new AbortController(),
    ]
    const running = first[Symbol.asyncIterator]()
    await running.next()
    await running.next()
    const queued = answer(speaker, { signal: waiting.signal })
    waiting.abort()
    expect((await queued).finish.reason).toBe('aborted')
    await running.return?.(undefined)
    expect((await answer(speaker, { options: { temperature: 0 } })).text).toBe(SPEECH)
  })

  it('is not needed by who reads no further', async () => {
    for await (const event of speaker.generate(request())) if (event.type === 'text') break
    expect((await answer(speaker, { options: { temperature: 0 } })).text).toBe(SPEECH)
  })
})

describe('the memory of a conversation', () => {
  it('is used by its next turn, and kept beside that of another', async () => {
    const backend = open({ modelId: join(folder, 'tiny.gguf') })
    const chat: WireMessage[] = [
      textMessage('system', 'You are a helpful assistant.'),
      textMessage('user', 'In the beginning there was a model. '.repeat(6)),
    ]
    const options = { maxNewTokens: 12 }
    const first = await answer(backend, { messages: chat, options, affinity: 'chat' })
    expect(first.finish.usage?.cachedInputTokens).toBeUndefined()
    await answer(backend, {
      messages: [textMessage('user', 'Please validate the output. '.repeat(9))],
      options,
      affinity: 'judge',
    })
    chat.push(textMessage('assistant', first.text), textMessage('user', 'Go on.'))
    const second = await answer(backend, { messages: chat, options, affinity: 'chat' })
    expect(second.finish.usage?.cachedInputTokens).toBeGreaterThanOrEqual(
      (first.finish.usage?.inputTokens ?? 0) - 3,
    )
    await backend[Symbol.asyncDispose]()
  })
})

describe('the weights', () => {
  it('come from the store, with what it and the load have to tell', async () => {
    const asked: string[] = []
    const store: ModelStore = {
      ...modelStore({ cacheDir: folder, env: {} }),
      async resolve(id, options) {
        asked.push(id)
        options?.onProgress?.({ phase: 'downloading', what: id, completedBytes: 1, totalBytes: 2 })
        return { id, path: join(folder, 'script.gguf'), source: 'hub', sizeBytes: 1000 }
      },
    }
    const [heard, always]: [string[], string[]] = [[], []]
    const backend = open({ modelId: 'owner/repo', store, onProgress: ({ phase }) => always.push(phase) })
    await backend.prepare({ signal: never, onProgress: ({ phase }) => heard.push(phase) })
    expect((await answer(backend, { options: { temperature: 0 } })).text).toBe(SPEECH)
    expect(asked).toEqual(['owner/repo'])
    expect([...new Set(heard)]).toEqual(['downloading', 'loading'])
    expect(always).toEqual(heard)
    await backend[Symbol.asyncDispose]()
  })

  it('are not waited for by who has left, and not loaded for nobody', async () => {
    const caller = new AbortController()
    let left: AbortSignal | undefined
    const store: ModelStore = {
      ...modelStore({ cacheDir: folder, env: {} }),
      resolve: (_, options) => {
        left = options?.signal
        caller.abort(new Error('gone'))
        return new Promise(() => {})
      },
    }
    const { events } = await answer(open({ modelId: 'owner/repo', store }), { signal: caller.signal })
    expect(events.map(({ type }) => type)).toEqual(['start', 'finish'])
    expect(left?.aborted).toBe(true)
  })
})

describe('several at once', () => {
  it('give the answers that they would give alone', async () => {
    const backend = open({ modelId: join(folder, 'tiny.gguf'), concurrency: 3 })
    const ask = (seed: number): Promise<Answer> =>
      answer(backend, {
        messages: [textMessage('user', `The quick brown fox ${seed}`)],
        options: { seed, temperature: 1, maxNewTokens: 25 },
      })
    const alone = [await ask(1), await ask(2), await ask(3)]
    const together = await Promise.all([ask(1), ask(2), ask(3), ask(1)])
    expect(together.slice(0, 3).map(({ text }) => text)).toEqual(alone.map(({ text }) => text))
    expect(together[3]?.text).toBe(alone[0]?.text)
    await backend[Symbol.asyncDispose]()
  })
})

describe('the process', () => {
  it.each(['await backend[Symbol.asyncDispose]()', ''])(
    'ends by itself when the model is idle: %s',
    async (dispose) => {
      const program = `
      import { LocalHFBackend } from ${JSON.stringify(new URL('huggingface.ts', import.meta.url).href)}
      const backend = new LocalHFBackend({ modelId: ${JSON.stringify(join(folder, 'script.gguf'))} })
      const request = { messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi.' }] }], options: {}, transport: 'stream', signal: new AbortController().signal }
      for await (const event of backend.generate(request)) if (event.type === 'text') process.stdout.write(event.text)
      ${dispose}`
      const file = join(folder, 'program.mts')
      await writeFile(file, program)
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file])
      expect({ stdout, stderr }).toEqual({ stdout: SPEECH, stderr: '' })
    },
  )
})
