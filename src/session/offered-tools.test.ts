import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ChatContext } from '../context/chat-context.ts'
import type { RunnableToolCall } from '../core/model-output.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import type { AnyTool } from '../core/tool.ts'
import { budgetForcing } from '../sampling/budget-forcing.ts'
import { toolArgValidator } from '../requirements/tools/tool-arg-validator.ts'
import { usesTool } from '../requirements/tools/uses-tool.ts'
import { MockBackend, type MockAnswer, type MockBackendOptions } from '../testing/mock-backend.ts'
import { calls } from '../testing/scripted-calls.ts'
import { callTools } from '../tools/call-tools.ts'
import { tool } from '../tools/tool.ts'
import { ToolMessage } from '../tools/tool-message.ts'
import { generative } from './generative.ts'
import { MelleaSession } from './mellea-session.ts'

const getWeather = tool({
  name: 'getWeather',
  doc: 'The weather of a city.',
  input: z.object({ city: z.string(), days: z.int().default(1) }),
  run: ({ city, days }) => `${city}: sunny for ${days}`,
})
const fail = tool({
  name: 'fail',
  doc: '',
  run: () => {
    throw new Error('no network')
  },
})
const tools = [getWeather, fail]
const paris = { name: 'getWeather', arguments: { city: 'Paris' } }

function make(script: readonly MockAnswer[], options: MockBackendOptions = {}) {
  const backend = new MockBackend(script, options)
  return { backend, m: new MelleaSession({ backend, ctx: new ChatContext() }) }
}

describe('tools that are offered', () => {
  it('go to the model with their schemas, and come back as calls with their arguments read', async () => {
    const { backend, m } = make([
      calls('One moment.', paris, { name: 'getWeather', arguments: { city: 'Rome', days: 3 } }),
    ])
    const out = await m.instruct('Weather?', { tools, toolChoice: 'required' })
    expect(backend.calls[0]?.request).toMatchObject({
      tools: [
        {
          type: 'function',
          name: 'getWeather',
          description: 'The weather of a city.',
          schema: getWeather.schema,
        },
        { type: 'function', name: 'fail', schema: { type: 'object' } },
      ],
      toolChoice: 'required',
    })
    expect(out.finishReason).toBe('tool-calls')
    expect(out.value).toBe('One moment.')
    expect(out.toolCalls).toEqual([
      { id: 'call_1_0', name: 'getWeather', args: { city: 'Paris', days: 1 } },
      { id: 'call_1_1', name: 'getWeather', args: { city: 'Rome', days: 3 } },
    ])
    expect(JSON.stringify(out.toolCalls[0])).toBe(
      '{"id":"call_1_0","name":"getWeather","args":{"city":"Paris","days":1}}',
    )
    expect(await Promise.all(out.toolCalls.map((call) => call.run()))).toEqual([
      'Paris: sunny for 1',
      'Rome: sunny for 3',
    ])
  })

  it('may be options of the model, and a call may offer nothing', async () => {
    const { backend, m } = make([calls(paris), 'Hi.'])
    const cold = m.with({ modelOptions: { tools, toolChoice: 'auto' } })
    const { toolCalls } = await cold.chat('Weather?')
    expect(await toolCalls[0]?.run()).toBe('Paris: sunny for 1')
    await cold.chat('Hi.', { tools: [] })
    expect(backend.calls[1]?.request).not.toHaveProperty('tools')
  })

  it('are not offered to judges', async () => {
    const { backend, m } = make([calls(paris), 'yes'])
    await m.instruct('Weather?', { tools, requirements: ['It is polite.'], strategy: null })
    expect(backend.calls.map(({ request }) => request.tools?.length)).toEqual([2, undefined])
  })

  it('show calls as they come in events', async () => {
    const { m } = make([calls(paris)])
    const seen = []
    for await (const event of m.instruct('Weather?', { tools }).events)
      if (event.type === 'tool-call') seen.push(event)
    expect(seen).toMatchObject([{ attempt: 1, call: { name: 'getWeather', args: { city: 'Paris' } } }])
  })
})

describe('a call', () => {
  const callOf = async (name: string, ...offered: readonly AnyTool[]): Promise<RunnableToolCall> => {
    const { m } = make([calls({ name })])
    const { toolCalls } = await m.chat('x', { modelOptions: { tools: [...tools, ...offered] } })
    const [first] = toolCalls
    if (!first) throw new Error('nothing was called')
    return first
  }

  it('names the tool when it fails', async () => {
    const error = await (await callOf('fail')).run().catch((failure: unknown) => failure)
    expect(error).toMatchObject({
      code: 'tool-failed',
      message: 'The tool "fail" failed: no network',
      cause: new Error('no network'),
    })
  })

  it('asks for approval', async () => {
    const guarded = (approve: () => boolean | string): AnyTool =>
      tool({ name: 'rm', doc: '', approve, run: () => 'gone' })
    await expect(
      (
        await callOf(
          'rm',
          guarded(() => false),
        )
      ).run(),
    ).rejects.toMatchObject({
      code: 'blocked',
      message: 'The call of the tool "rm" was not approved.',
    })
    await expect(
      (
        await callOf(
          'rm',
          guarded(() => 'outside of /tmp'),
        )
      ).run(),
    ).rejects.toThrow('not approved: outside of /tmp')
    expect(
      await (
        await callOf(
          'rm',
          guarded(() => true),
        )
      ).run(),
    ).toBe('gone')
  })

  it('ends with its signal, whether the tool looks at it or not', async () => {
    const abort = new AbortController()
    const seen: AbortSignal[] = []
    const endless = await callOf(
      'endless',
      tool({
        name: 'endless',
        doc: '',
        run: (_, { signal }) => {
          seen.push(signal)
          return new Promise(() => {})
        },
      }),
    )
    const running = endless.run({ signal: abort.signal })
    await Promise.resolve()
    abort.abort('enough')
    await expect(running).rejects.toBe('enough')
    expect(seen[0]?.aborted).toBe(true)
    await expect(endless.run({ signal: abort.signal })).rejects.toBe('enough')
    expect(seen).toHaveLength(1)
  })
})

describe('a call that is wrong', () => {
  it.each([
    [
      'an unknown tool',
      { name: 'getWether', arguments: {} },
      /no tool "getWether". The tools are: getWeather, fail/,
    ],
    [
      'arguments that do not fit',
      { name: 'getWeather', arguments: { days: 2 } },
      /getWeather are wrong: at "city"/,
    ],
    [
      'arguments that are no JSON',
      { name: 'getWeather', arguments: '{"city":"Par' },
      /no JSON: \{"city":"Par /,
    ],
  ])('%s is a failed attempt, and the next one is told', async (_, wrong, reason) => {
    const { backend, m } = make([calls(wrong), calls(paris)])
    const [first, second] = (await m.instruct('Weather?', { tools }).sampling()).attempts
    expect(first?.failures[0]?.result.reason).toMatch(reason)
    expect(first?.failures[0]?.name).toBe('invalid-tool-call')
    expect(first?.parsed).toMatchObject({ error: { code: 'invalid-tool-call', raw: expect.any(String) } })
    expect(second?.ok).toBe(true)
    expect(backend.calls[1]?.prompt).toMatch(reason)
  })

  it('stays wrong in a strategy that puts its drafts together', async () => {
    const { m } = make(['Let me think.', calls({ name: 'getWether' }), 'Hm.', calls(paris)])
    const strategy = budgetForcing({ thinkMaxTokens: 100, thinkMoreSuffix: '', loopBudget: 2 })
    const { attempts } = await m.instruct('Weather?', { tools, strategy }).sampling()
    expect(attempts.map(({ ok }) => ok)).toEqual([false, true])
  })

  it('says of several what is wrong with each, and keeps those that are right', async () => {
    const { m } = make([calls(paris, { name: 'x' }, { name: 'getWeather', arguments: '[]' })])
    const error = await m.instruct('Weather?', { tools, strategy: null }).catch((failure: unknown) => failure)
    if (!(error instanceof RequirementsNotMetError)) throw error
    expect(error.code).toBe('invalid-tool-call')
    const { best } = error.sampling
    expect(best.failures[0]?.result.reason).toMatch(/no tool "x".*arguments of getWeather are wrong/)
    expect(best.toolCalls).toMatchObject([{ name: 'getWeather' }])
  })

  it('is not completed when the answer was cut off', async () => {
    const { backend, m } = make([calls('One moment.', { name: 'getWeather', arguments: '{"city":"Paris"' })])
    const call = m.instruct('Weather?', { tools, modelOptions: { maxNewTokens: 2 } })
    await expect(call).rejects.toMatchObject({ code: 'truncated' })
    expect(backend.calls).toHaveLength(1)
  })

  it('is put right where it can mean one thing only, with a warning', async () => {
    const { m } = make([calls({ name: 'getWeather', arguments: "{'city': 'Paris', days: \"2\",}" })])
    const out = await m.instruct('Weather?', { tools })
    expect(out.toolCalls).toEqual([{ id: 'call_1_0', name: 'getWeather', args: { city: 'Paris', days: 2 } }])
    expect(out.warnings).toMatchObject([
      { code: 'repaired-arguments', message: expect.stringContaining("{'city'") },
    ])
    expect(out.message.parts).toMatchObject([{ arguments: '{"city":"Paris","days":2}' }])
  })

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['an object in a text', '"{\\"city\\":\\"Paris\\"}"'],
  ])('takes %s for arguments', async (_, written) => {
    const { m } = make([
      calls({ name: written.includes('city') ? 'getWeather' : 'fail', arguments: written }),
    ])
    expect((await m.chat('x', { tools })).toolCalls).toHaveLength(1)
  })
})

describe('calls of one id', () => {
  it('get ids of their own, in the conversation, too', async () => {
    const same = (city: string) => ({ name: 'getWeather', id: 'call', arguments: { city } })
    const { backend, m } = make([calls(same('Paris'), same('Rome'), same('Oslo')), 'Sunny.'])
    const out = await m.chat('Weather?', { tools, toolLoop: 1 })
    expect(out.steps[0]?.outcomes.map(({ call }) => call.id)).toEqual(['call', 'call_2', 'call_3'])
    const [, asked, told] = backend.calls[1]?.request.messages ?? []
    const idsOf = (message = asked) => message?.parts.map((part) => 'id' in part && part.id)
    expect(idsOf(asked)).toEqual(['call', 'call_2', 'call_3'])
    expect(idsOf(told)).toEqual(['call', 'call_2', 'call_3'])
  })
})

describe('a generative function', () => {
  it('may have its tools run, too', async () => {
    const { m } = make([calls(paris), { result: true }])
    const goOut = generative.returns(z.boolean())`Is ${'city'} worth a walk today?`
    expect(await goOut(m, { city: 'Paris' }, { tools, toolLoop: 2 })).toBe(true)
  })
})

describe('options that cannot be meant', () => {
  it.each([
    ['what is no tool', { tools: [() => 1] }, /made by `tool/],
    ['two tools of one name', { tools: [fail, fail] }, /two of them are called "fail"/],
    ['a demand without tools', { toolChoice: 'required' }, /needs a tool that is offered; `tools` has none/],
    ['a tool that is not there', { tools, toolChoice: { name: 'x' } }, /has getWeather, fail/],
    ['a format without a loop', { tools, format: z.object({ a: z.string() }) }, /Give `toolLoop`/],
    ['a loop of no steps', { tools, toolLoop: 0 }, /maxSteps is a whole number above 0, got 0/],
    ['a loop that is odd', { tools, toolLoop: { onToolError: 'ignore' } }, /'tell' or 'throw', got "ignore"/],
  ])('%s', async (_, options, says) => {
    const { backend, m } = make(['x'])
    await expect(m.chat('Hi.', options as never)).rejects.toThrow(says)
    expect(backend.calls).toHaveLength(0)
  })

  it('a model that cannot call', async () => {
    const { backend, m } = make(['x'], { capabilities: { tools: false } })
    await expect(m.chat('Hi.', { tools })).rejects.toMatchObject({ code: 'unsupported' })
    expect(backend.calls).toHaveLength(0)
  })
})

describe('results', () => {
  it('go back as one message, failures among them', async () => {
    const { backend, m } = make([calls(paris, { name: 'fail' }), 'Sunny.'])
    const asked = await m.chat('Weather?', { tools })
    const answer = await m.act(await callTools(asked), { tools })
    expect(answer.value).toBe('Sunny.')
    expect(backend.calls[1]?.request.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant', parts: [{ type: 'tool-call' }, { type: 'tool-call' }] },
      {
        role: 'tool',
        parts: [
          {
            type: 'tool-result',
            id: 'call_1_0',
            name: 'getWeather',
            parts: [{ text: 'Paris: sunny for 1' }],
          },
          { id: 'call_1_1', failed: true, parts: [{ text: 'The tool "fail" failed: no network' }] },
        ],
      },
    ])
    expect(m.ctx.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant'])
    const saved = ChatContext.fromJSON(JSON.parse(JSON.stringify(m.ctx)))
    expect(saved.messages).toEqual(m.ctx.messages)
  })

  it('are text as it is, and JSON else', () => {
    const file = { type: 'file', mediaType: 'image/png', data: new Uint8Array([1]) } as const
    const parts = (output: unknown) =>
      new ToolMessage([{ call: { id: '1', name: 'x', args: {} }, output }]).render()[0]?.parts
    expect(parts('plain')).toEqual([{ type: 'text', text: 'plain' }])
    expect(parts({ a: [1n, new Set([2])] })).toEqual([{ type: 'text', text: '{"a":["1",[2]]}' }])
    expect(parts(undefined)).toEqual([{ type: 'text', text: '' }])
    expect(parts(['See:', file])).toEqual([{ type: 'text', text: 'See:' }, file])
    const circular: { self?: unknown } = {}
    circular.self = circular
    expect(parts(circular)).toEqual([{ type: 'text', text: 'an object of Object' }])
  })

  it('are said to be missing for calls that nobody ran', async () => {
    const { backend, m } = make([calls(paris), 'Fine.'])
    await m.chat('Weather?', { tools })
    await m.chat('Never mind.')
    expect(backend.calls[1]?.request.messages).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      {
        role: 'tool',
        parts: [{ id: 'call_1_0', failed: true, parts: [{ text: 'This call was not run.' }] }],
      },
      { role: 'user' },
    ])
  })

  it('need calls', async () => {
    await expect(callTools({ toolCalls: [] })).rejects.toThrow('calls no tools')
    expect(() => new ToolMessage([])).toThrow('one at least')
    expect(() => new ToolMessage([{} as never])).toThrow('a result is { call, output }')
  })
})

describe('requirements of calls', () => {
  it('see the arguments as the schema makes them', async () => {
    const { m } = make([calls({ name: 'getWeather', arguments: { city: 'Rome', days: 9 } }), calls(paris)])
    const out = await m.instruct('Weather?', {
      tools,
      requirements: [
        usesTool(getWeather),
        toolArgValidator(getWeather, ({ days }) => days <= 7 || `${days} are too many`),
      ],
    })
    expect(out.attempts).toBe(2)
    expect(out.toolCalls[0]?.args).toEqual({ city: 'Paris', days: 1 })
  })
})
