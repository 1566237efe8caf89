import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { textOf } from '../core/message.ts'
import { check } from '../requirements/req.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { repairTemplate } from './repair-template.ts'

const format = z.object({
  title: z.string(),
  intro: z.string(),
  items: z.array(z.object({ name: z.string(), price: z.number().positive() })),
})
const menu = (price: number) => ({
  title: 'Menu of the day, for a long day in the mountains',
  intro: 'Everything is made in our kitchen, from what grows around it.',
  items: [
    { name: 'Soup', price: 4 },
    { name: 'Bread', price },
  ],
})
const strategy = repairTemplate({ loopBudget: 3, patch: true })
const make = (...script: readonly MockAnswer[]) => {
  const backend = new MockBackend(script)
  return { backend, m: new MelleaSession({ backend }) }
}

describe('patching', () => {
  it('has only the wrong part written, with its own schema, and puts it in its place', async () => {
    const { m, backend } = make(menu(-2), { 'items[1].price': 2 })
    const out = await m.instruct('Invent a menu.', { format, strategy })
    expect(out.value).toEqual(menu(2))
    expect(JSON.parse(out.text)).toEqual(menu(2))
    const { request, prompt = '' } = backend.calls[1] ?? {}
    expect(prompt).toContain('(got -2)')
    expect(prompt).toContain('items[1].price')
    expect(request?.schema).toEqual({
      type: 'object',
      properties: { 'items[1].price': { type: 'number', exclusiveMinimum: 0 } },
      required: ['items[1].price'],
      additionalProperties: false,
    })
    expect(out.attempts).toBe(2)
  })

  it('leaves the question and the whole answer in the conversation, and streams the whole answer', async () => {
    const { m } = make(menu(-2), { 'items[1].price': 2 })
    const parts: string[] = []
    for await (const part of m.chat('Invent a menu.', { format, strategy })) parts.push(part)
    expect(JSON.parse(parts.join(''))).toEqual(menu(2))
    expect(m.ctx.messages.map((message) => textOf(message))).toEqual([
      'Invent a menu.',
      JSON.stringify(menu(2)),
    ])
  })

  it('takes the places that a validator names, and writes the rest anew after a second failure', async () => {
    const cheap = check('Bread costs less than 10.', ({ items }: z.infer<typeof format>) => {
      const at = items.findIndex(({ name, price }) => name === 'Bread' && price >= 10)
      return (
        at < 0 || {
          status: 'fail',
          reason: `${items[at]?.price} is too much.`,
          paths: [['items', at, 'price']],
        }
      )
    })
    const { m, backend } = make(menu(12), 'no JSON at all', menu(3))
    const out = await m.instruct('Invent a menu.', { format, requirements: [cheap], strategy })
    expect(out.value.items[1]?.price).toBe(3)
    expect(backend.calls.map(({ request }) => Object.keys(Object(request.schema?.['properties'])))).toEqual([
      ['title', 'intro', 'items'],
      ['items[1].price'],
      ['title', 'intro', 'items'],
    ])
  })

  it('writes all of it anew where a failure is of the whole, most is wrong, or the text is no JSON', async () => {
    const whole = check(
      'It is good.',
      ({ items }: z.infer<typeof format>) => items[1]?.price !== 5 || 'It is not.',
    )
    const second = async (first: MockAnswer) => {
      const { m, backend } = make(first, menu(2))
      await m.instruct('Invent a menu.', { format, requirements: [whole], strategy })
      return Object.keys(Object(backend.calls[1]?.request.schema?.['properties']))
    }
    const all = ['title', 'intro', 'items']
    expect(await second(menu(5))).toEqual(all)
    expect(await second({ title: 1, intro: 2, items: 3 })).toEqual(all)
    expect(await second('{"title": ')).toEqual(all)
  })

  it('adds what is missing, and mends lists that go wrapped over the wire', async () => {
    const words = ['one word', 'another word', 'and a third one', 4]
    const { m, backend } = make({ result: words }, { 'result[3]': 'four' })
    const out = await m.instruct('Words.', { format: z.array(z.string()), strategy })
    expect(out.value).toEqual([...words.slice(0, 3), 'four'])
    expect(backend.calls).toHaveLength(2)
    const { title, ...rest } = menu(2)
    const missing = make(rest, { title })
    expect((await missing.m.instruct('Menu.', { format, strategy })).value).toEqual({ ...rest, title })
    expect(missing.backend.calls[1]?.request.schema?.['required']).toEqual(['title'])
  })

  it('is true or false', () => {
    // @ts-expect-error  no such word
    expect(() => repairTemplate({ patch: 'yes' })).toThrow(/patch is true or false/)
  })
})
