import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { Backend } from '../core/backend.ts'
import type { Vector } from '../core/embedding.ts'
import type { ModelOutput, RunnableToolCall } from '../core/model-output.ts'
import type { ModelOutputThunk } from '../core/model-output-thunk.ts'
import { ModelOption } from '../core/model-options.ts'
import type { PartialUpdate } from '../core/partial-update.ts'
import type { Requirement } from '../core/requirement.ts'
import type { Attempt, SamplingStrategy } from '../core/sampling.ts'
import type { DeepPartial } from '../core/schema.ts'
import { allOf, anyOf, not } from '../requirements/combine.ts'
import { matches } from '../requirements/matches.ts'
import { check, req } from '../requirements/req.ts'
import { simpleValidate } from '../requirements/simple-validate.ts'
import { words } from '../requirements/text/words.ts'
import { repairTemplate } from '../sampling/repair-template.ts'
import { generative } from './generative.ts'
import { MelleaSession } from './mellea-session.ts'

interface Cold {
  readonly mirostat?: number
}
interface Warm {
  readonly reasoning_effort?: 'low' | 'high' | (string & {})
}
declare const cold: Backend<Cold>
declare const warm: Backend<Warm>
declare const m: MelleaSession
const Plan = z.object({ budget: z.number(), items: z.array(z.object({ cost: z.number() })) })
type Plan = z.infer<typeof Plan>

describe('the value of a call', () => {
  it('is typed by its format, and is text without one', () => {
    expectTypeOf(m.instruct('x')).toEqualTypeOf<ModelOutputThunk<string, RunnableToolCall>>()
    expectTypeOf(m.instruct('x', { format: Plan })).resolves.toExtend<ModelOutput<Plan>>()
    expectTypeOf(m.chat('x', { format: z.enum(['a', 'b']) }))
      .resolves.toHaveProperty('value')
      .toEqualTypeOf<'a' | 'b'>()
    expectTypeOf(m.act({ kind: 'own', render: () => 'x', decode: () => 5 }))
      .resolves.toHaveProperty('value')
      .toEqualTypeOf<number>()
  })

  it('is either where the format may be missing', () => {
    const format = Plan as typeof Plan | undefined
    expectTypeOf(m.instruct('x', { format })).resolves.toHaveProperty('value').toEqualTypeOf<string | Plan>()
  })

  it('grows in partials, and comes one by one in elements', () => {
    expectTypeOf(m.instruct('x', { format: Plan }).partials).toEqualTypeOf<AsyncIterable<DeepPartial<Plan>>>()
    expectTypeOf(m.instruct('x', { format: z.array(z.string()) }).elements).toEqualTypeOf<
      AsyncIterable<string>
    >()
    expectTypeOf(m.instruct('x', { format: Plan }).elements).toEqualTypeOf<AsyncIterable<never>>()
  })

  it('tells by an update whether it is whole, and shows no members that are not JSON yet', () => {
    const Event = Plan.extend({
      at: z.coerce.date(),
      kind: z.enum(['a', 'b']),
      pair: z.tuple([z.string(), z.number()]),
    })
    type Update = PartialUpdate<z.infer<typeof Event>>
    expectTypeOf(m.instruct('x', { format: Event }).updates).toEqualTypeOf<AsyncIterable<Update>>()
    expectTypeOf<Extract<Update, { state: 'validated' }>['value']>().toEqualTypeOf<z.infer<typeof Event>>()
    expectTypeOf<Exclude<Update, { state: 'validated' }>['value']>().toEqualTypeOf<{
      readonly budget?: number
      readonly items?: readonly { readonly cost?: number }[]
      readonly at?: unknown
      readonly kind?: 'a' | 'b'
      readonly pair?: readonly (string | number)[]
    }>()
    expectTypeOf(generative`Name ${'n'} things.`(m, { n: '3' }).updates).toEqualTypeOf<
      AsyncIterable<PartialUpdate<string>>
    >()
  })

  it('is given by an async function as a plain output', () => {
    const later = async () => m.instruct('x')
    expectTypeOf(later).returns.resolves.toExtend<ModelOutput<string>>()
  })
})

describe('requirements', () => {
  it('see the value that the format gives, before and after it', () => {
    void m.instruct('x', {
      format: Plan,
      requirements: [(p) => p.items.length > 2 || 'few', ['Fits.', (p) => p.budget > 0], 'Fun.'],
    })
    void m.instruct('x', {
      requirements: [{ description: 'No zero.', checkOnly: true, validate: (p) => p.budget !== 0 }],
      format: Plan,
    })
    void m.instruct('x', {
      format: Plan,
      requirements: [
        req<Plan>('Fits.', (p) => p.budget > 0),
        words.max(5),
        not(matches(/x/)),
        allOf(words.min(1)),
        anyOf('Fun.'),
      ],
    })
    void m.instruct('x', {
      requirements: [
        req('lower', (s) => s === s.toLowerCase()),
        check(
          'c',
          simpleValidate((s) => s !== ''),
        ),
      ],
    })
  })

  it('cannot see what is not there', () => {
    // @ts-expect-error no such field
    void m.instruct('x', { format: Plan, requirements: [(p) => p.nope > 1] })
    // @ts-expect-error without a format the value is text
    void m.instruct('x', { requirements: [(s) => s.budget > 1] })
    // @ts-expect-error an inline req() is typed before the format is known
    void m.instruct('x', { format: Plan, requirements: [req('Fits.', (p) => p.budget > 0)] })
  })

  it('must come to a verdict', () => {
    // @ts-expect-error a forgotten return is no verdict
    void m.instruct('x', { requirements: [(s) => void s.length] })
    // @ts-expect-error nor is a number
    void m.instruct('x', { requirements: [(s) => s.length] })
    // @ts-expect-error a reason alone is no pair
    void m.instruct('x', { requirements: [() => [true]] })
  })

  it('are contravariant: what takes anything fits everywhere', () => {
    expectTypeOf<Requirement<unknown>>().toExtend<Requirement<Plan>>()
    expectTypeOf<Requirement<Plan>>().not.toExtend<Requirement<string>>()
  })
})

describe('options', () => {
  it('are those of the backend beside the portable ones', () => {
    const c = new MelleaSession({ backend: cold, modelOptions: { temperature: 0, mirostat: 2 } })
    const w = new MelleaSession({
      backend: warm,
      modelOptions: { [ModelOption.SEED]: 1, reasoning_effort: 'extreme' },
    })
    void c.instruct('x', { modelOptions: { mirostat: 1, extraBody: { anything: true } } })
    void w
      .with({ modelOptions: { reasoning_effort: 'low' } })
      .instruct('x', { modelOptions: { seed: undefined } })
    // @ts-expect-error it is the other one's
    void w.instruct('x', { modelOptions: { mirostat: 1 } })
    // @ts-expect-error it is the other one's
    void c.with({ modelOptions: { reasoning_effort: 'low' } })
    // @ts-expect-error a typing error
    void c.instruct('x', { modelOptions: { temprature: 1 } })
    // @ts-expect-error of the wrong type
    void c.instruct('x', { modelOptions: { temperature: 'hot' } })
  })

  it('do not matter to a function that takes any session', () => {
    const take = (any: MelleaSession): void => void any.instruct('x', { modelOptions: { whatever: 1 } })
    take(new MelleaSession({ backend: cold }))
    take(new MelleaSession({ backend: warm }))
    take(new MelleaSession({ backend: warm }).clone())
  })
})

describe('strategies', () => {
  const any: SamplingStrategy = { name: 'any', sample: (run) => run.attempt() }
  const byPlan: SamplingStrategy<Plan> = {
    name: 'by-plan',
    async sample(run) {
      const attempt = await run.attempt()
      return attempt.parsed.ok && attempt.parsed.value.budget > 0 ? attempt : undefined
    },
  }

  it('that look at no value fit every call, those that do fit their own', () => {
    void m.instruct('x', { strategy: any })
    void m.instruct('x', { format: Plan, strategy: any })
    void m.instruct('x', { format: Plan, strategy: byPlan })
    void m.instruct('x', { format: Plan, strategy: repairTemplate() })
    void m.instruct('x', { strategy: null })
    // @ts-expect-error text is no plan
    void m.instruct('x', { strategy: byPlan })
  })

  it('cannot make an attempt up', () => {
    // @ts-expect-error only a check makes one
    const liar: SamplingStrategy = { name: 'liar', sample: async () => ({ ok: true, text: 'x' }) }
    void liar
    expectTypeOf<Attempt<Plan>>().toExtend<Attempt<unknown>>()
  })
})

describe('generative functions', () => {
  const extract = generative({
    name: 'extract',
    doc: 'Extract.',
    input: z.object({ text: z.string(), locale: z.string().default('en') }),
    output: z.object({ age: z.string().transform(Number) }),
    preconditions: [({ locale }) => locale.length === 2],
    requirements: [({ age }) => age < 130],
  })

  it('take what the input accepts and give what the output makes', () => {
    expectTypeOf(extract(m, { text: 'x' })).resolves.toEqualTypeOf<{ age: number }>()
    void extract(
      new MelleaSession({ backend: cold }),
      { text: 'x', locale: 'de' },
      { requirements: [({ age }) => age > 1] },
    )
    // @ts-expect-error wrong name
    void extract(m, { txt: 'x' })
    // @ts-expect-error no such field
    void extract(m, { text: 'x' }, { requirements: [({ height }) => height > 1] })
  })

  it('by their text have literal placeholders as parameters', () => {
    const summarize = generative`Summarize ${'transcript'} for ${'audience'}.`
    expectTypeOf(summarize).parameter(1).toEqualTypeOf<{ transcript: string; audience: string }>()
    expectTypeOf(summarize(m, { transcript: 'x', audience: 'y' })).resolves.toBeString()
    const isRisky = generative.returns(z.boolean())`Is ${'it'} risky?`
    expectTypeOf(isRisky(m, { it: 'x' })).resolves.toBeBoolean()
    // @ts-expect-error one is missing
    void summarize(m, { transcript: 'x' })
    const name: string = 'somebody'
    // @ts-expect-error a value is no name
    void generative`Write to ${name}.`
  })
})

describe('the value of an embedding', () => {
  it('is a vector for a text, and vectors for a list', () => {
    expectTypeOf(m.embed('x')).resolves.toHaveProperty('value').toEqualTypeOf<readonly number[]>()
    expectTypeOf(m.embed(['x', 'y']))
      .resolves.toHaveProperty('value')
      .toEqualTypeOf<readonly Vector[]>()
    const some: readonly string[] = ['x']
    expectTypeOf(m.embed(some)).resolves.toHaveProperty('value').toEqualTypeOf<readonly Vector[]>()
    // @ts-expect-error  a number is no text
    void m.embed(5)
  })
})
