import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ChatContext } from '../context/chat-context.ts'
import { MelleaError } from '../core/errors.ts'
import { bestOfN } from '../sampling/best-of-n.ts'
import { cascade } from '../sampling/cascade.ts'
import { multiTurn } from '../sampling/multi-turn.ts'
import { repairTemplate } from '../sampling/repair-template.ts'
import { check } from '../requirements/req.ts'
import { usesTool } from '../requirements/tools/uses-tool.ts'
import { MockBackend, type MockAnswer, type MockBackendOptions } from '../testing/mock-backend.ts'
import { calls } from '../testing/scripted-calls.ts'
import { tool } from '../tools/tool.ts'
import { MelleaSession } from './mellea-session.ts'

/** Tools that note what they were asked. */
function makeTools() {
  const ran: string[] = []
  const look = tool({
    name: 'look',
    doc: 'Looks something up.',
    input: z.object({ what: z.string() }),
    run: ({ what }) => {
      ran.push(what)
      return `${what} is blue`
    },
  })
  const again = tool({
    name: 'again',
    doc: '',
    repeatable: true,
    run: () => {
      ran.push('again')
      return 1
    },
  })
  const fail = tool({
    name: 'fail',
    doc: '',
    run: () => {
      throw new Error('no network')
    },
  })
  return { ran, tools: [look, again, fail] }
}

function make(script: readonly MockAnswer[], options: MockBackendOptions = {}) {
  const backend = new MockBackend(script, options)
  return { backend, m: new MelleaSession({ backend, ctx: new ChatContext() }), ...makeTools() }
}

const look = (what: string) => ({ name: 'look', arguments: { what } })
const rolesOf = ({ backend }: { readonly backend: MockBackend }, call: number) =>
  backend.calls[call]?.request.messages.map(({ role }) => role)

describe('a tool loop', () => {
  it('runs what is called, and sends the results back, until the model answers', async () => {
    const scene = make([calls(look('sky')), calls(look('sea'), look('ink')), 'All blue.'])
    const { m, tools, ran, backend } = scene
    const out = await m.chat('What is blue?', { tools, toolLoop: 5 })
    expect(out.value).toBe('All blue.')
    expect(out.toolCalls).toEqual([])
    expect(ran).toEqual(['sky', 'sea', 'ink'])
    expect(rolesOf(scene, 2)).toEqual(['user', 'assistant', 'tool', 'assistant', 'tool'])
    expect(backend.calls[2]?.request.messages.at(-1)?.parts).toMatchObject([
      { type: 'tool-result', id: 'call_2_0', parts: [{ text: 'sea is blue' }] },
      { type: 'tool-result', id: 'call_2_1', parts: [{ text: 'ink is blue' }] },
    ])
    expect(out.steps).toMatchObject([
      { outcomes: [{ ok: true, output: 'sky is blue', call: { name: 'look', args: { what: 'sky' } } }] },
      { outcomes: [{ output: 'sea is blue' }, { output: 'ink is blue' }] },
    ])
    expect(out.attempts).toBe(1)
    expect(out.usage.totalTokens).toBe(m.ledger.totalTokens)
    expect(m.ctx.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'assistant',
    ])
    expect(out.prompt).toEqual(backend.calls[2]?.request.messages)
  })

  it('demands a call only once', async () => {
    const { backend, m, tools } = make([calls(look('sky')), 'Blue.'])
    await m.chat('Sky?', { tools, toolLoop: 5, toolChoice: 'required' })
    expect(backend.calls.map(({ request }) => request.toolChoice)).toEqual(['required', undefined])
  })

  it('tells the model what it called wrongly, and what failed', async () => {
    const wrong = calls(
      { name: 'lok' },
      { name: 'look', arguments: {} },
      { name: 'look', arguments: '{"what":"s' },
      { name: 'fail' },
    )
    const { backend, m, tools, ran } = make([wrong, calls(look('sky')), 'Blue.'])
    const out = await m.chat('Sky?', { tools, toolLoop: 5 })
    expect(out.attempts).toBe(1)
    expect(ran).toEqual(['sky'])
    const results = backend.calls[1]?.request.messages.at(-1)?.parts ?? []
    expect(results).toMatchObject([{ failed: true }, { failed: true }, { failed: true }, { failed: true }])
    const said = results.map((part) =>
      part.type === 'tool-result' && part.parts[0]?.type === 'text' ? part.parts[0].text : '',
    )
    expect(said[0]).toBe('There is no tool "lok". The tools are: look, again, fail.')
    expect(said[1]).toMatch(/^The arguments of look are wrong: at "what"/)
    expect(said[2]).toBe('The arguments of look are no JSON: {"what":"s Call it again with one JSON object.')
    expect(said[3]).toBe('The tool "fail" failed: no network')
    expect(out.steps[0]?.outcomes.map(({ error }) => MelleaError.isInstance(error) && error.code)).toEqual([
      'invalid-tool-call',
      'invalid-tool-call',
      'invalid-tool-call',
      'tool-failed',
    ])
  })

  it('runs calls that a server gave as text, and says that it did', async () => {
    const text = 'Let me look.\n<tool_call>{"name": "look", "arguments": {"what": "sky"}}</tool_call>'
    const { backend, m, tools, ran } = make([text, 'Blue.'])
    const call = m.chat('Sky?', { tools, toolLoop: 2 })
    let shown = ''
    for await (const delta of call) shown += delta
    const out = await call
    expect(out.value).toBe('Blue.')
    expect(ran).toEqual(['sky'])
    expect(shown).toBe(`${text}\n\nBlue.`)
    expect(out.warnings).toMatchObject([{ code: 'tool-call-in-text' }])
    expect(backend.calls[1]?.request.messages.at(-1)?.parts).toMatchObject([
      { type: 'tool-result', id: 'call_0', parts: [{ text: 'sky is blue' }] },
    ])
    const spoken = make(['Write "name":"look" to call it.'])
    expect((await spoken.m.chat('How?', { tools: spoken.tools, toolLoop: 2 })).steps).toEqual([])
  })

  it('may end with the first tool that fails, and leaves a trace', async () => {
    const { m, tools } = make([calls(look('sky')), calls({ name: 'fail' })])
    const error = await m
      .chat('Sky?', { tools, toolLoop: { onToolError: 'throw' } })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'tool-failed' })
    const { context } = error as MelleaError
    expect((context as ChatContext).messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
    expect(m.ctx.messages).toEqual([])
  })

  it('makes the model answer after the last step', async () => {
    const { backend, m, tools, ran } = make([calls(look('a')), calls(look('b')), 'Enough.'])
    const out = await m.chat('Look.', { tools, toolLoop: 2 })
    expect(out.value).toBe('Enough.')
    expect(ran).toEqual(['a', 'b'])
    expect(backend.calls.map(({ request }) => request.toolChoice)).toEqual([undefined, undefined, 'none'])
  })

  it('is no answer while the model still calls', async () => {
    const { m, tools, ran } = make([calls(look('a')), calls(look('b'))])
    const error = m.chat('Look.', { tools, toolLoop: 1, strategy: null })
    await expect(error).rejects.toMatchObject({ code: 'budget-exhausted', name: 'RequirementsNotMetError' })
    expect(ran).toEqual(['a'])
  })

  it('runs calls of one step at once, some at a time', async () => {
    let running = 0
    let most = 0
    const wait = tool({
      name: 'wait',
      doc: '',
      run: async () => {
        most = Math.max(most, ++running)
        for (let turn = 0; turn < 5; turn++) await Promise.resolve()
        running -= 1
        return 'done'
      },
    })
    for (const [concurrency, expected] of [
      [undefined, 5],
      [2, 2],
      [1, 1],
    ] as const) {
      most = 0
      const { m } = make([calls(...Array.from({ length: 5 }, () => ({ name: 'wait' }))), 'Done.'])
      await m.chat('Wait.', { tools: [wait], toolLoop: { concurrency } })
      expect(most).toBe(expected)
    }
  })

  it('ends with its signal while a tool runs', async () => {
    const abort = new AbortController()
    const seen: AbortSignal[] = []
    const hang = tool({
      name: 'hang',
      doc: '',
      run: (_, { signal }) => {
        seen.push(signal)
        abort.abort('enough')
        return new Promise<never>(() => {})
      },
    })
    const { backend, m } = make([calls({ name: 'hang' }), 'x'])
    await expect(m.chat('Hang.', { tools: [hang], toolLoop: 3, signal: abort.signal })).rejects.toBe('enough')
    expect(seen[0]?.aborted).toBe(true)
    expect(backend.calls).toHaveLength(1)
  })

  it('keeps within the budget of the call', async () => {
    const { backend, m, tools } = make([calls('Some words to count.', look('a')), calls(look('b')), 'x'])
    const call = m.chat('Look.', { tools, toolLoop: 5, budget: { tokens: 4 } })
    await expect(call).rejects.toMatchObject({ code: 'budget-exhausted' })
    expect(backend.calls).toHaveLength(1)
    const { m: other, tools: same } = make([calls(look('a')), calls(look('b')), 'Done.'])
    expect(
      (await other.chat('Look.', { tools: same, toolLoop: 5, budget: { attempts: 1, tokens: 1000 } })).value,
    ).toBe('Done.')
  })

  it('does not ask for approval what it may not run', async () => {
    const rm = tool({ name: 'rm', doc: '', approve: () => 'not today', run: () => 'gone' })
    const { m } = make([calls({ name: 'rm' }), 'Kept.'])
    const out = await m.chat('Delete.', { tools: [rm], toolLoop: 2 })
    expect(out.steps[0]?.outcomes).toMatchObject([
      {
        ok: false,
        error: { code: 'blocked', message: 'The call of the tool "rm" was not approved: not today' },
      },
    ])
  })
})

describe('what a tool loop shows', () => {
  it('says everything in events', async () => {
    const { m, tools } = make([calls('Let me look.', look('sky')), 'Blue.'], { chunkSize: 100 })
    const seen = []
    for await (const event of m.chat('Sky?', { tools, toolLoop: 5 }).events)
      seen.push(event.type === 'text-delta' ? event.delta : event.type)
    expect(seen).toEqual([
      'attempt-started',
      'Let me look.',
      'tool-call-delta',
      'tool-call',
      'tool-result',
      'step-started',
      'Blue.',
      'attempt-accepted',
      'completed',
    ])
  })

  it('gives text as it comes, that before the calls, too', async () => {
    const script = [calls('Let me look.', look('sky')), calls(look('sea')), 'Both blue.']
    const { m, tools } = make(script)
    const call = m.chat('Sky?', { tools, toolLoop: 5 })
    const pieces = []
    for await (const delta of call) pieces.push(delta)
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toBe('Let me look.\n\nBoth blue.')
    expect((await call).text).toBe('Both blue.')
    const { m: held, tools: same } = make(script)
    const checked = held.chat('Sky?', {
      tools: same,
      toolLoop: 5,
      requirements: [(text) => text.length > 3 || 'short'],
    })
    const whole = []
    for await (const delta of checked) whole.push(delta)
    expect(whole).toEqual(['Let me look.\n\nBoth blue.'])
  })

  it('shows an object of the answer alone', async () => {
    const format = z.object({ colour: z.string() })
    const { m, tools } = make([calls('{"colour":"unknown"} so far', look('sky')), '{"colour":"blue"}'])
    const call = m.chat('Sky?', { tools, toolLoop: 5, format })
    const partials = []
    for await (const partial of call.partials) partials.push(partial)
    expect(partials.at(-1)).toEqual({ colour: 'blue' })
    let text = ''
    for await (const delta of call) text += delta
    expect(text).toBe('{"colour":"blue"}')
  })
})

describe('a format beside tools', () => {
  const format = z.object({ colour: z.string() })

  it('holds for the answer, not for calls', async () => {
    const { backend, m, tools } = make([calls(look('sky')), '{"colour":"blue"}'])
    expect((await m.chat('Sky?', { tools, toolLoop: 5, format })).value).toEqual({ colour: 'blue' })
    expect(backend.calls.map(({ request }) => request.schema !== undefined)).toEqual([true, true])
  })

  it('is said in words where both do not go together, and enforced where the words did not help', async () => {
    const capabilities = { schemaWithTools: false }
    const good = make([calls(look('sky')), '{"colour":"blue"}'], { capabilities })
    const out = await good.m.chat('Sky?', { tools: good.tools, toolLoop: 5, format })
    expect(out.value).toEqual({ colour: 'blue' })
    expect(good.backend.calls.map(({ request }) => request.schema)).toEqual([undefined, undefined])
    expect(good.backend.calls[0]?.prompt).toContain('JSON Schema')

    const bad = make([calls(look('sky')), 'It is blue.', '{"colour":"blue"}'], { capabilities })
    const second = await bad.m.chat('Sky?', { tools: bad.tools, toolLoop: 5, format })
    expect(second).toMatchObject({ value: { colour: 'blue' }, attempts: 1 })
    expect(bad.backend.calls[2]?.request).toMatchObject({ schema: { type: 'object' } })
    expect(bad.backend.calls[2]?.request).not.toHaveProperty('tools')
    expect(bad.ran).toEqual(['sky'])
  })
})

describe('an attempt after a rejected one', () => {
  const short = check('Is short.', (text: string) => text.length < 10 || 'too long')

  it('goes on in the same transcript: nothing is run again', async () => {
    const scene = make([calls(look('sky')), 'It is blue, very blue.', 'Blue.'])
    const { m, tools, ran } = scene
    const out = await m.instruct('Sky?', { tools, toolLoop: 5, requirements: [short, usesTool('look')] })
    expect(out).toMatchObject({ value: 'Blue.', attempts: 2 })
    expect(ran).toEqual(['sky'])
    expect(rolesOf(scene, 2)).toEqual(['user', 'assistant', 'tool'])
    expect(scene.backend.calls[2]?.prompt).toContain('too long')
    expect(out.steps).toHaveLength(1)
  })

  it('shows the model its calls in a conversation about its answer', async () => {
    const scene = make([calls(look('sky')), 'It is blue, very blue.', 'Blue.'])
    const { m, tools, ran } = scene
    await m.instruct('Sky?', { tools, toolLoop: 5, requirements: [short], strategy: multiTurn() })
    expect(rolesOf(scene, 2)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user'])
    expect(ran).toEqual(['sky'])
  })

  it('that is patched keeps what was done', async () => {
    const format = z.object({ colour: z.string(), sure: z.boolean() })
    const script = [calls(look('sky')), '{"colour":"blue","sure":"perhaps"}', '{"sure":true}']
    const { m, tools } = make(script)
    const strategy = repairTemplate({ patch: true })
    const out = await m.instruct('Sky?', { tools, toolLoop: 5, format, strategy })
    expect(out.value).toEqual({ colour: 'blue', sure: true })
    expect(out.steps).toHaveLength(1)
    expect(m.ctx.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant'])
  })

  it('of a larger model is shown what was called, without what only the smaller one can read', async () => {
    const large = new MockBackend(['Blue.'])
    const { m, tools, ran } = make([calls(look('sky')), 'It is blue, very blue.'])
    const strategy = cascade([m.backend, large], { carry: 'best' })
    const out = await m.instruct('Sky?', { tools, toolLoop: 5, requirements: [short], strategy })
    expect(out.value).toBe('Blue.')
    expect(ran).toEqual(['sky'])
    expect(large.calls[0]?.request.messages.map(({ role, parts }) => [role, parts[0]?.type])).toEqual([
      ['user', 'text'],
      ['assistant', 'tool-call'],
      ['tool', 'tool-result'],
      ['assistant', 'text'],
      ['user', 'text'],
    ])
  })

  it('begins anew where everything that was run may be run again', async () => {
    const { m, tools, ran } = make([
      calls({ name: 'again' }),
      'Much too long an answer.',
      calls({ name: 'again' }),
      'Blue.',
    ])
    await m.instruct('Sky?', { tools, toolLoop: 5, requirements: [short] })
    expect(ran).toEqual(['again', 'again'])
  })

  it('of several at once gets what another one was given for the same call', async () => {
    const { m, tools, ran } = make([calls(look('sky')), calls(look('sky')), 'Blue.', 'Azure.'])
    const strategy = bestOfN({ n: 2, concurrency: 2, score: ({ text }) => text.length })
    const out = await m.instruct('Sky?', { tools, toolLoop: 5, strategy })
    expect(out.value).toBe('Azure.')
    expect(ran).toEqual(['sky'])
  })

  it('runs a call twice that is made twice', async () => {
    const { m, tools, ran } = make([calls(look('sky'), look('sky')), 'Blue.'])
    await m.instruct('Sky?', { tools, toolLoop: 5 })
    expect(ran).toEqual(['sky', 'sky'])
  })
})

describe('a session', () => {
  it('may have a loop for all its calls', async () => {
    const { m, tools } = make([calls(look('sky')), 'Blue.'])
    const agent = m.with({ modelOptions: { tools }, toolLoop: 3 })
    expect((await agent.chat('Sky?')).value).toBe('Blue.')
  })

  it('that is asked by its own tool says so to the model', async () => {
    const { m } = make([calls({ name: 'ask' }), 'Sorry.'])
    const ask = tool({ name: 'ask', doc: '', run: async () => (await m.chat('Inside.')).text })
    const out = await m.chat('Outside.', { tools: [ask], toolLoop: 2 })
    expect(out.steps[0]?.outcomes[0]?.error).toMatchObject({ cause: { code: 'session-reentrant' } })
  })
})
