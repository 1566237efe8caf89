import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { jsonSchema } from '../core/json-schema.ts'
import type { RunnableToolCall } from '../core/model-output.ts'
import type { Tool } from '../core/tool.ts'
import { toolArgValidator } from '../requirements/tools/tool-arg-validator.ts'
import { usesTool } from '../requirements/tools/uses-tool.ts'
import type { MelleaSession } from '../session/mellea-session.ts'
import { tool, type NoArguments } from './tool.ts'

declare const m: MelleaSession
const getWeather = tool({
  name: 'getWeather',
  doc: 'Weather forecast for a city.',
  input: z.object({ city: z.string(), days: z.int().default(1) }),
  run: async ({ city, days }, { signal }) => ({ city, days, c: 21, aborted: signal.aborted }),
})
const deleteFile = tool({
  name: 'deleteFile',
  doc: 'Delete a file.',
  input: z.object({ path: z.string() }),
  approve: ({ path }) => path.startsWith('/tmp/'),
  run: () => 'ok',
})

describe('tool()', () => {
  it('is its name, what its schema gives, and what it gives', () => {
    expectTypeOf(getWeather).toEqualTypeOf<
      Tool<
        'getWeather',
        { city: string; days: number },
        { city: string; days: number; c: number; aborted: boolean }
      >
    >()
    expectTypeOf(tool({ name: 'now', doc: '', run: () => 5 })).toEqualTypeOf<
      Tool<'now', NoArguments, number>
    >()
    expectTypeOf(
      tool({
        name: 'say',
        doc: '',
        input: jsonSchema<{ text: string }>({ type: 'object' }),
        run: ({ text }) => text,
      }),
    ).toEqualTypeOf<Tool<'say', { text: string }, string>>()
  })

  it('has no arguments but its own', () => {
    tool({
      name: 'a',
      doc: '',
      input: z.object({ x: z.string() }),
      // @ts-expect-error no such argument
      run: ({ y }) => y,
    })
    // @ts-expect-error arguments have names
    tool({ name: 'a', doc: '', input: z.string(), run: () => 1 })
    // @ts-expect-error nothing to run
    tool({ name: 'a', doc: '' })
  })
})

describe('the calls of an answer', () => {
  it('are told apart by the name of the tool', async () => {
    const { toolCalls } = await m.instruct('x', {
      tools: [getWeather, deleteFile],
      toolChoice: { name: 'getWeather' },
      requirements: [
        usesTool(getWeather),
        toolArgValidator(getWeather, (a) => a.days <= 7 || 'at most 7 days'),
      ],
    })
    for (const call of toolCalls) {
      if (call.name === 'getWeather') {
        expectTypeOf(call.args).toEqualTypeOf<{ city: string; days: number }>()
        expectTypeOf(call.run()).resolves.toHaveProperty('c').toEqualTypeOf<number>()
      } else {
        expectTypeOf(call).toEqualTypeOf<RunnableToolCall<'deleteFile', { path: string }, string>>()
        // @ts-expect-error that of the other tool
        void call.args.city
      }
    }
    // @ts-expect-error nobody offers it
    void m.chat('x', { tools: [getWeather], toolChoice: { name: 'getWether' } })
    // @ts-expect-error a mere function is no tool
    void m.chat('x', { tools: [() => 1] })
  })

  it('are any where no tools are named', async () => {
    const { toolCalls } = await m.chat('x', { modelOptions: { tools: [getWeather] } })
    expectTypeOf(toolCalls).toEqualTypeOf<readonly RunnableToolCall[]>()
    // @ts-expect-error not made by tool()
    void m.chat('x', { modelOptions: { tools: [{ name: 'x' }] } })
  })

  it('leave the value as the format has it', async () => {
    const format = z.object({ plan: z.array(z.string()) })
    const { value } = await m.chat('x', { tools: [getWeather], toolLoop: 5, format })
    expectTypeOf(value).toEqualTypeOf<{ plan: string[] }>()
  })

  it('are checked by arguments that have types', () => {
    // @ts-expect-error no such argument
    toolArgValidator(getWeather, (a) => a.weeks < 2)
    toolArgValidator('getWeather', ({ days }) => Number(days) < 7)
    toolArgValidator('getWeather', ({ days }: { days: number }) => days < 7)
  })
})
