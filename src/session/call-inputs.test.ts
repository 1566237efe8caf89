import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { image } from '../components/image.ts'
import { ChatContext } from '../context/chat-context.ts'
import type { Backend } from '../core/backend.ts'
import { BackendError } from '../core/backend-error.ts'
import { MelleaError } from '../core/errors.ts'
import { check } from '../requirements/req.ts'
import { rejectionSampling } from '../sampling/rejection-sampling.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { MelleaSession } from './mellea-session.ts'

const zod3 = {
  '~standard': { version: 1, vendor: 'zod', validate: (value: unknown) => ({ value }) },
} as const
const valibot = { '~standard': { ...zod3['~standard'], vendor: 'valibot' } } as const

/** Calls that cannot be meant: what is wrong with each, and how it is said. */
const wrong: Record<
  string,
  readonly [(m: MelleaSession) => PromiseLike<unknown>, code: string, says: RegExp]
> = {
  'a missing variable': [
    (m) => m.instruct('Write to {{name}}.', { userVariables: { nane: 'Olivia' } }),
    'missing-variable',
    /\{\{name\}\}.*"nane"/,
  ],
  'a missing variable in a requirement': [
    (m) => m.instruct('x', { requirements: ['Mentions {{name}}.'], userVariables: {} }),
    'missing-variable',
    /\{\{name\}\}/,
  ],
  'an empty instruction': [(m) => m.instruct('  '), 'invalid-option', /say what you want/],
  'an empty message': [(m) => m.chat(''), 'invalid-option', /message is empty/],
  'no instruction at all': [
    (m) => m.instruct(undefined as never),
    'invalid-option',
    /undefined.*must be text/,
  ],
  'null in place of a text': [
    (m) => m.instruct('{{a}}', { userVariables: { a: null as never } }),
    'invalid-option',
    /null.*must be text/,
  ],
  'an unknown role': [
    (m) => m.chat('x', { role: 'robot' as never }),
    'invalid-option',
    /system, user, assistant, tool/,
  ],
  'a temperature that is no number': [
    (m) => m.instruct('x', { modelOptions: { temperature: Number.NaN } }),
    'invalid-option',
    /temperature.*got NaN/,
  ],
  'a seed that is a bigint': [
    (m) => m.instruct('x', { modelOptions: { seed: 1n } as never }),
    'invalid-option',
    /seed.*got 1/,
  ],
  'a key called undefined': [
    (m) => m.instruct('x', { modelOptions: { undefined: 1 } }),
    'invalid-option',
    /key called "undefined"/,
  ],
  'a level of thinking that is none': [
    (m) => m.instruct('x', { modelOptions: { thinking: 7 } as never }),
    'invalid-option',
    /thinking must be/,
  ],
  'a timeout that is none': [
    (m) => m.instruct('x', { timeout: Number.NaN }),
    'invalid-option',
    /timeout.total.*got NaN/,
  ],
  'a negative silence': [
    (m) => m.instruct('x', { timeout: { chunk: -1 } }),
    'invalid-option',
    /timeout.chunk/,
  ],
  'half a retry': [(m) => m.instruct('x', { maxRetries: 0.5 }), 'invalid-option', /maxRetries/],
  'a strategy that was not called': [
    (m) => m.instruct('x', { strategy: rejectionSampling as never }),
    'invalid-option',
    /`strategy` must be.*function/,
  ],
  'an unknown way to fail': [
    (m) => m.instruct('x', { onFailure: 'never' as never }),
    'invalid-option',
    /'throw' or 'best'/,
  ],
  'an unknown way to release': [
    (m) => m.instruct('x', { release: 'now' as never }),
    'invalid-option',
    /'chunk' or 'accepted'/,
  ],
  'requirements that are no list': [
    (m) => m.instruct('x', { requirements: 'Be nice.' as never }),
    'invalid-option',
    /is a list/,
  ],
  'an empty requirement': [(m) => m.instruct('x', { requirements: [''] }), 'invalid-option', /empty text/],
  'a function in place of a tool': [
    (m) => m.instruct('x', { modelOptions: { tools: [(() => 1) as never] } }),
    'invalid-option',
    /made by `tool\(/,
  ],
  'a choice among tools, of which there are none': [
    (m) => m.instruct('x', { modelOptions: { toolChoice: 'required' } }),
    'invalid-option',
    /`tools` has none/,
  ],
  'a schema of zod 3': [(m) => m.instruct('x', { format: zod3 }), 'schema-unsupported', /Update to zod 4.2/],
  'a schema of plain valibot': [
    (m) => m.instruct('x', { format: valibot }),
    'schema-unsupported',
    /toStandardJsonSchema/,
  ],
  'a schema that is none': [
    (m) => m.instruct('x', { format: { type: 'object' } as never }),
    'schema-unsupported',
    /jsonSchema\(/,
  ],
  'a schema that JSON Schema cannot say': [
    (m) => m.instruct('x', { format: z.map(z.string(), z.string()) }),
    'schema-unsupported',
    /cannot be said as JSON Schema/,
  ],
  'nothing to validate': [(m) => m.validate(['x']), 'invalid-option', /no output yet/],
}

describe('a call that cannot be meant is rejected before anything is sent:', () => {
  for (const [what, [call, code, says]] of Object.entries(wrong))
    it(what, async () => {
      const backend = new MockBackend(['never asked'])
      let started: PromiseLike<unknown> | undefined
      expect(() => (started = call(new MelleaSession({ backend })))).not.toThrow()
      const error = await Promise.resolve(started).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code, message: expect.stringMatching(says) })
      expect(backend.calls).toHaveLength(0)
    })

  it('a session that cannot be meant throws at once', () => {
    const backend = new MockBackend()
    expect(() => new MelleaSession({} as never)).toThrow(/backend is missing/)
    expect(() => new MelleaSession({ backend, ctx: new ChatContext(), contextType: 'chat' })).toThrow(
      /give one of them/,
    )
    expect(() => new MelleaSession({ backend, contextType: 'caht' as never })).toThrow(/'simple' or 'chat'/)
  })
})

describe('options', () => {
  const aliases = { num_predict: 'maxNewTokens' }
  const backend = (): MockBackend & Backend =>
    Object.assign(new MockBackend(['a', 'b', 'c']), {
      modelOptions: { temperature: 0.1, topP: 0.1, topK: 1, seed: 1 },
      optionTable: { aliases, native: ['mirostat'], unsupported: ['presencePenalty'] },
    })

  it('of the call win over with(), over the session, over the backend', async () => {
    const one = backend()
    const m = new MelleaSession({ backend: one, modelOptions: { topP: 0.2, topK: 2, seed: 2 } })
    await m
      .with({ modelOptions: { topK: 3, seed: 3 } })
      .instruct('x', { modelOptions: { seed: 4, topK: undefined } })
    expect(one.calls[0]?.modelOptions).toEqual({ temperature: 0.1, topP: 0.2, topK: 3, seed: 4 })
  })

  it('win by layer, however they are spelled; in one layer the portable name does, with a warning', async () => {
    const one = backend()
    const m = new MelleaSession({ backend: one, modelOptions: { maxNewTokens: 100 } })
    const native = await m.instruct('x', { modelOptions: { num_predict: 50 } })
    const both = await m.instruct('x', { modelOptions: { num_predict: 50, maxNewTokens: 60 } })
    expect(one.calls.map(({ modelOptions }) => modelOptions['maxNewTokens'])).toEqual([50, 60])
    expect([native.warnings, both.warnings]).toMatchObject([[], [{ code: 'option-conflict' }]])
  })

  it('in extraBody add up over the layers, member by member', async () => {
    const one = Object.assign(new MockBackend(['a']), { modelOptions: { extraBody: { a: 1, b: 1, c: 1 } } })
    const m = new MelleaSession({ backend: one, modelOptions: { extraBody: { b: 2, c: 2 } } })
    await m.instruct('x', { modelOptions: { extraBody: { c: 3 } } })
    expect(one.calls[0]?.modelOptions).toEqual({ extraBody: { a: 1, b: 2, c: 3 } })
    expect(one.modelOptions).toEqual({ extraBody: { a: 1, b: 1, c: 1 } })
  })

  it('that a backend cannot honour, or that nobody knows, are warnings', async () => {
    const one = backend()
    const modelOptions = { presencePenalty: 1, mirostatt: 2, constructor: 3 }
    const { warnings } = await new MelleaSession({ backend: one }).instruct('x', { modelOptions })
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      expect.stringMatching(/unknown-option: .*did you mean "mirostat"/),
      expect.stringMatching(/unknown-option: "constructor"/),
      expect.stringMatching(/unsupported-option: .*"presencePenalty"/),
    ])
    expect(one.calls[0]?.modelOptions).not.toHaveProperty('presencePenalty')
  })

  it('have limits of time that add up: the call names one, the session another', async () => {
    const clock = new ManualClock()
    const m = new MelleaSession({
      backend: new MockBackend(['a'], { beforeChunk: () => new Promise(() => {}) }),
      clock,
      timeout: { firstChunk: 50 },
    })
    const call = m
      .with({ timeout: { chunk: 5 } })
      .instruct('x', { timeout: 10_000 })
      .catch((error: unknown) => error)
    await clock.advance(50)
    await clock.advance(5_000)
    expect(await call).toMatchObject({ code: 'timeout', message: expect.stringContaining('50 ms') })
  })

  it('put the system prompt first, and keep it from judges', async () => {
    const one = new MockBackend(['a', 'yes'])
    await new MelleaSession({ backend: one }).instruct('x', {
      modelOptions: { systemPrompt: 'Be brief.', seed: 1 },
      requirements: ['Kind.'],
    })
    expect(one.calls.map(({ request }) => request.messages[0]?.role)).toEqual(['system', 'user'])
    expect(one.calls[1]?.modelOptions).toEqual({ seed: 1, temperature: 0 })
  })
})

describe('what models and judges read', () => {
  it('has variables in requirements, and values are never read as templates', async () => {
    const one = new MockBackend(['Dear {{name}}', 'no', 'Dear Olivia', 'yes'])
    const userVariables = { name: '{{other}}' }
    await new MelleaSession({ backend: one }).instruct('To {{name}}.', {
      userVariables,
      requirements: ['Greets {{name}}.'],
    })
    expect(one.calls[1]?.prompt).toContain('Greets {{other}}.')
    expect(one.calls[2]?.prompt).toContain(
      'rejected for these reasons. Write a new answer that avoids every one of them:\n* Greets {{other}}.',
    )
    expect(one.calls.map(({ prompt }) => prompt).join()).not.toContain('{{name}}.')
  })

  it('never shows what is only checked', async () => {
    const one = new MockBackend(['a', 'b'])
    const requirements = [check('no elephants', (s) => s === 'b' || 'wrong'), 'Short.'] as const
    await new MelleaSession({ backend: one }).instruct('x', { requirements: requirements.slice(0, 1) })
    expect(one.calls[0]?.prompt).toBe('x')
    expect(one.calls[1]?.prompt).not.toContain('elephants')
  })

  it('has pictures as parts, and braces as they are without variables', async () => {
    const one = new MockBackend(['a'])
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2])
    await new MelleaSession({ backend: one }).instruct('Describe {{this}}.', { images: [image(png)] })
    expect(one.calls[0]?.request.messages[0]?.parts).toEqual([
      { type: 'text', text: 'Describe {{this}}.' },
      { type: 'file', mediaType: 'image/png', data: png },
    ])
  })
})

describe('errors', () => {
  it('do not print prompts or texts', async () => {
    const m = new MelleaSession({ backend: new MockBackend(['a secret answer']) })
    const error: unknown = await m
      .instruct('a secret question', { requirements: [() => 'no'], strategy: null })
      .catch((e: unknown) => e)
    expect(MelleaError.isInstance(error) && error.text).toBe('a secret answer')
    const sent = new BackendError('no', {
      provider: 'p',
      code: 'overloaded',
      text: 'secret',
      raw: 'secret',
      context: 'secret',
    })
    for (const each of [error, sent]) {
      expect(JSON.stringify(each)).not.toContain('secret')
      expect(inspect(each, { depth: 10 })).not.toContain('secret')
    }
  })

  it('are known across copies of the package, and others are not', () => {
    const copy = Object.assign(Object.create({ [Symbol.for('mellea.error')]: true }), { code: 'timeout' })
    expect(MelleaError.isInstance(copy)).toBe(true)
    expect([null, undefined, 'x', new Error('x'), {}].some((each) => MelleaError.isInstance(each))).toBe(
      false,
    )
  })
})
