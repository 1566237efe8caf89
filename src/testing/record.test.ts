import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BackendError } from '../core/backend-error.ts'
import type { Backend, BackendEvent, GenerateRequest, Middleware } from '../core/backend.ts'
import { textMessage } from '../core/message.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend } from './mock-backend.ts'
import { record } from './record.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mellea-record-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const never: Backend = Object.assign(new MockBackend(), {
  generate() {
    throw new Error('the model was asked')
  },
})

async function program(backend: Backend, format = z.object({ a: z.number() })): Promise<unknown> {
  const m = new MelleaSession({ backend, maxRetries: 0, clock: { now: () => 0, after: () => () => {} } })
  const first = await m.instruct('Give a.', { format })
  const second = await Promise.all([m.instruct('same'), m.instruct('same')])
  const stopped = await m.instruct('stop', {
    requirements: [
      { description: 'calm', watch: () => ({ chunk: (_chunk, soFar) => !soFar.includes('!') }) },
    ],
    strategy: null,
    onFailure: 'best',
  })
  const failed = await m
    .instruct('fail')
    .catch((error: BackendError) => [error.name, error.message, error.code, error.status])
  return [first, ...second, stopped, failed, m.ledger].map((one) => JSON.stringify(one))
}
const script = () => [
  { a: 1 },
  'one',
  'two',
  'a! b c d e f g h',
  new BackendError('too busy', {
    provider: 'mock',
    code: 'overloaded',
    retryable: true,
    status: 529,
    retryAfterMs: 5,
  }),
]

describe('a recording', () => {
  it('replays the program byte for byte, without the model', async () => {
    const file = join(folder, 'deep', 'program.json')
    const live = await program(record(file, new MockBackend(script())))
    const bytes = readFileSync(file)
    expect(await program(record(file, never))).toEqual(live)
    expect(readFileSync(file)).toEqual(bytes)
  })

  it('keeps bytes and addresses', async () => {
    const file = join(folder, 'bytes.json')
    const events: BackendEvent[] = [
      { type: 'start', receipt: { schema: 'none' }, warnings: [] },
      { type: 'part', value: { type: 'file', mediaType: 'image/png', data: Uint8Array.from([0, 255]) } },
      {
        type: 'part',
        value: { type: 'file', mediaType: 'image/png', data: new URL('https://x.test/a.png') },
      },
      {
        type: 'finish',
        reason: 'stop',
        state: { p: { id: '1' } },
        warnings: [{ code: 'late', message: 'Only now.' }],
        raw: { nested: [null, 1] },
      },
    ]
    const backend: Backend = Object.assign(new MockBackend(), {
      generate: async function* () {
        yield* events
      },
    })
    const request: GenerateRequest = {
      messages: [textMessage('user', 'x')],
      options: {},
      transport: 'stream',
      signal: new AbortController().signal,
    }
    const replay = async (one: Backend) => {
      const seen: BackendEvent[] = []
      for await (const event of one.generate(request)) seen.push(event)
      return seen
    }
    expect(await replay(record(file, backend))).toEqual(events)
    expect(await replay(record(file, never))).toEqual(events)
  })

  it('never holds headers, and with them keys', async () => {
    const file = join(folder, 'keys.json')
    const key: Middleware = (request, next) =>
      next({ ...request, headers: { authorization: 'Bearer sk-secret' } })
    const m = new MelleaSession({ backend: record(file, new MockBackend(['a'])), middleware: [key] })
    await m.instruct('x')
    expect(readFileSync(file, 'utf8')).not.toMatch(/sk-secret|authorization/)
    await new MelleaSession({ backend: record(file, never) }).instruct('x')
  })

  it('never holds keys that options carry, and is replayed all the same', async () => {
    const file = join(folder, 'options.json')
    const ask = (backend: Backend) =>
      new MelleaSession({ backend }).instruct('x', { modelOptions: { extraBody: { api_key: 'abcdefgh' } } })
    await ask(record(file, new MockBackend(['a'])))
    expect(readFileSync(file, 'utf8')).not.toContain('abcdefgh')
    expect((await ask(record(file, never))).text).toBe('a')
  })

  it('says what was asked and what was expected when the program changed', async () => {
    const file = join(folder, 'changed.json')
    await new MelleaSession({ backend: record(file, new MockBackend(['a'])) }).instruct('the old prompt')
    const m = new MelleaSession({ backend: record(file, never) })
    const error = await m.instruct('the new prompt').catch((caught: Error) => caught.message)
    for (const part of ['the new prompt', 'the old prompt', 'Delete the file', file])
      expect(error).toContain(part)
    await m.instruct('the old prompt')
    await expect(m.instruct('the old prompt')).rejects.toThrow('all recorded calls have been replayed')
  })

  it('is not read where there is none, or where it is something else', async () => {
    expect(() => record(join(folder, 'none.json'), never, { mode: 'replay' })).toThrow(/record it first/)
    const file = join(folder, 'x.json')
    await new MelleaSession({ backend: record(file, new MockBackend(['a'])) }).instruct('x')
    await new MelleaSession({ backend: record(file, new MockBackend(['b']), { mode: 'record' }) }).instruct(
      'x',
    )
    expect((await new MelleaSession({ backend: record(file, never) }).instruct('x')).text).toBe('b')
  })

  it('passes on how many calls may run at once, and closing', async () => {
    let closed = 0
    const backend = Object.assign(new MockBackend([], { concurrency: 2 }), {
      [Symbol.asyncDispose]: async () => void closed++,
    })
    const recording = record(join(folder, 'y.json'), backend)
    await recording[Symbol.asyncDispose]?.()
    expect([recording.limits, closed]).toEqual([{ concurrency: 2 }, 1])
  })
})

describe('recorded vectors', () => {
  it('come back number for number, and errors as they were', async () => {
    const file = join(folder, 'vectors.json')
    const ask = async (backend: Backend) => {
      const m = new MelleaSession({ backend, maxRetries: 0 })
      const outs = [await m.embed('a'), await m.embed(['b', 'c'], { modelId: 'other' }), await m.embed('a')]
      const failed = await m.embed('bad').catch((error: BackendError) => [error.code, error.message])
      return [...outs.map(({ value, usage, modelId }) => ({ value, usage, modelId })), failed]
    }
    let calls = 0
    const vector = (text: string) => {
      if (text === 'bad') throw new BackendError('no', { provider: 'mock', code: 'bad-request' })
      return [Math.PI, ++calls]
    }
    const live = await ask(record(file, new MockBackend([], { vector })))
    const mute: Backend = Object.assign(new MockBackend(), { embed: undefined })
    expect(await ask(record(file, mute))).toEqual(live)
    expect(readFileSync(file, 'utf8')).toContain('"[3.141592653589793,1]"')
    await expect(new MelleaSession({ backend: record(file, mute) }).embed('new')).rejects.toThrow(
      /no recording/,
    )
  })

  it('are not there where the backend has none', async () => {
    const mute: Backend = Object.assign(new MockBackend(['a']), { embed: undefined })
    const file = join(folder, 'mute.json')
    expect(record(file, mute).embed).toBeUndefined()
    await new MelleaSession({ backend: record(file, mute) }).instruct('x')
    expect(record(file, mute).embed).toBeUndefined()
  })
})

describe('a scripted backend', () => {
  it('says what it was asked when its script has run out', async () => {
    const m = new MelleaSession({ backend: new MockBackend(['a']) })
    await m.instruct('first')
    await expect(m.instruct('second')).rejects.toThrow(/no answer for call 2. It was asked: second/)
  })

  it('cuts at maxNewTokens, and says so', async () => {
    const m = new MelleaSession({ backend: new MockBackend(['one two three']) })
    const out = await m.instruct('x', {
      modelOptions: { maxNewTokens: 2 },
      requirements: [check('any', () => true)],
    })
    expect([out.text, out.finishReason, out.usage.outputTokens]).toEqual(['one two ', 'length', 2])
  })
})
