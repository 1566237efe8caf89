import { expect, it } from 'vitest'
import { ChatContext, MelleaSession } from 'mellea'
import { calls, MockBackend, type MockAnswer } from 'mellea/testing'
import { demo } from '../examples/demo.ts'
import { readArguments } from '../examples/demo/read-arguments.ts'
import type { Terminal } from '../examples/demo/terminal.ts'
import { branches } from '../examples/chat-branches.ts'
import { hello } from '../examples/hello.ts'
import { compare } from '../examples/lazy-composition.ts'
import { tagline } from '../examples/own-strategy.ts'
import { inviteToLunch } from '../examples/requirements-and-repair.ts'
import { tellStory } from '../examples/streaming.ts'
import { serve } from '../examples/tools.ts'
import { reviewReport } from '../examples/typed-functions.ts'

function scripted(...script: readonly MockAnswer[]): { m: MelleaSession; backend: MockBackend } {
  const backend = new MockBackend(script)
  return { m: new MelleaSession({ backend, onFailure: 'throw' }), backend }
}

/** A terminal that remembers. */
function paper(): Terminal & { readonly text: () => string } {
  let text = ''
  const line = (more: string): void => void (text += `${more}\n`)
  const plain = (more: string): string => more
  return {
    title: line,
    line,
    note: line,
    status: line,
    delta: (more) => (text += more),
    good: plain,
    bad: plain,
    text: () => text,
  }
}

it('the demo shows a rejected attempt, its repair, a typed object, and what it all cost', async () => {
  const email = 'Dear Olivia, thank you for the intern events and the hackathon. You were great!'
  const backend = new MockBackend([
    'Dear friend!',
    email,
    'Yes.',
    { name: 'Alice Jones', company: 'Acme', age: 31 },
  ])
  const out = paper()
  await demo(new MelleaSession({ backend, onFailure: 'best' }), out)
  expect(out.text()).toContain('✗ It does not begin with "Dear Olivia".')
  expect(out.text()).toContain('✓ accepted: every requirement is met')
  expect(out.text()).toContain("met   The e-mail is friendly.  (the model's own judgement")
  expect(out.text()).toContain('name: Alice Jones, company: Acme, age: 31')
  expect(out.text()).toMatch(/email +1 +rejected[^\n]*does not begin/)
  expect(out.text()).toMatch(/Ledger: 4 calls of the model/)
})

it('the demo shows unmet requirements as unmet', async () => {
  const backend = new MockBackend(['One.', 'Two.', 'Three.', 'not json', 'neither', 'nor this'])
  const out = paper()
  await demo(new MelleaSession({ backend, onFailure: 'best' }), out)
  expect(out.text()).toContain('No attempt met everything; this is the best one:')
  expect(out.text()).toContain('unmet Begin with "Dear Olivia".')
  expect(out.text()).toContain('No answer fitted the schema.')
})

it('the demo says how it is used', () => {
  expect(readArguments(['--help'])).toMatchObject({ exitCode: 0 })
  expect(readArguments(['--nonsense'])).toMatchObject({ exitCode: 2 })
  expect(readArguments(['--backend', 'openai', '--model', 'x'])).toEqual({ backend: 'openai', model: 'x' })
})

it('hello', async () => {
  expect(await hello(scripted('Waves come, waves go out').m)).toBe('Waves come, waves go out')
})

it('requirements and repair', async () => {
  const { m, backend } = scripted('Dear Olivia', 'dear olivia, lunch?')
  expect(await inviteToLunch(m, 'Olivia')).toContain('dear olivia, lunch?\n(2 attempts')
  expect(backend.calls[1]?.prompt).toContain('There are upper-case letters.')
  expect(backend.calls[1]?.prompt).not.toContain('elephant')
  expect(await inviteToLunch(scripted('A', 'B', 'C').m, 'Olivia')).toContain(
    '(still wrong: There are upper-case letters.)',
  )
})

it('typed functions', async () => {
  const { m, backend } = scripted({ result: 'negative' }, 'It leaks.')
  expect(await reviewReport(m, 'It leaks.')).toEqual({ sentiment: 'negative', summary: 'It leaks.' })
  expect(backend.calls[1]?.prompt).toContain('the support team')
})

it('streaming stops where the reader stops', async () => {
  let text = ''
  const length = await tellStory(
    scripted('Once upon a time there was a lighthouse by the sea.').m,
    (more) => (text += more),
    12,
  )
  expect(length).toBe(text.length)
  expect(length).toBeLessThan(30)
})

it('a conversation branches', async () => {
  const backend = new MockBackend([
    '7',
    ({ prompt }) => (prompt.includes('3?') ? '21' : '35'),
    ({ prompt }) => (prompt.includes('3?') ? '21' : '35'),
  ])
  const m = new MelleaSession({ backend, ctx: new ChatContext() })
  expect(await branches(m)).toEqual({ times3: '21', times5: '35', turns: 1 })
})

it('a strategy of one function', async () => {
  expect(await tagline(scripted('x'.repeat(90), 'Bread, daily.').m)).toBe('Bread, daily.')
})

it('lazy composition', async () => {
  const { m, backend } = scripted('facts', 'one side', 'other side', 'a draw')
  expect(await compare(m, 'night trains')).toBe('a draw')
  expect(backend.calls[3]?.prompt).toContain('For: one side Against: other side')
})

it('tools', async () => {
  const of = (name: string, article: string): ReturnType<typeof calls> =>
    calls({ name, arguments: { article, ...(name === 'reserve' && { customer: 'Olivia' }) } })
  const { m } = scripted(of('inStock', 'kettle'), of('reserve', 'kettle'), of('reserve', 'toaster'), {
    reserved: true,
    reply: 'It is yours.',
  })
  const lines: string[] = []
  expect(await serve(m, 'A kettle, please.', (line) => lines.push(line))).toMatchObject({ reserved: true })
  expect(lines).toEqual([
    'inStock({"article":"kettle"}): {"article":"kettle","count":3}',
    'reserve({"article":"kettle","customer":"Olivia"}): "one kettle is kept for Olivia"',
    'reserve({"article":"toaster","customer":"Olivia"}): The call of the tool "reserve" was not approved: there is no toaster',
  ])
})
