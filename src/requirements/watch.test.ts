import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Requirement, ValidationResult } from '../core/requirement.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { unhandled } from '../../test/manual-clock.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { allOf, anyOf } from './combine.ts'
import { check, req } from './req.ts'
import { startWatcher, watchedText } from './start-watcher.ts'
import { watch } from './watch.ts'

const plain = { wrapped: false }
const session = (script: readonly MockAnswer[], chunkSize = 3): MelleaSession =>
  new MelleaSession({ backend: new MockBackend(script, { chunkSize }) })

/** What the watcher of a requirement says of a text in pieces, and how much of it is good. */
function seen(
  requirement: Requirement<never>,
  pieces: readonly string[],
  answer = plain,
): {
  readonly result: ValidationResult | undefined
  readonly good: number | undefined
  readonly read: string
} {
  const watcher = startWatcher(requirement, answer)
  let read = ''
  let result: ValidationResult | undefined
  for (const piece of pieces) {
    if (result?.status === 'fail') break
    read += piece
    result = watcher?.see(piece, read)
  }
  if (result?.status !== 'fail') result = watcher?.end(read) ?? result
  return { result, good: watcher?.good, read }
}

describe('a watcher by units', () => {
  const units = (chunk: 'word' | 'sentence' | 'paragraph', pieces: readonly string[]): [string, string][] => {
    const shown: [string, string][] = []
    const made = watch({ chunk, onChunk: (unit, soFar) => shown.push([unit, soFar]) > 0 })
    seen(made, pieces)
    return shown
  }

  it('is shown each unit once it is closed, with the text up to its end, and the last one at the end', () => {
    expect(units('sentence', ['One. Tw', 'o?', '  Thr', 'ee'])).toEqual([
      ['One.', 'One.'],
      ['Two?', 'One. Two?'],
      ['Three', 'One. Two?  Three'],
    ])
    expect(units('word', [' a', 'b c']).map(([unit]) => unit)).toEqual(['ab', 'c'])
    expect(units('paragraph', ['a\n', '\n', 'b\n\n']).map(([unit]) => unit)).toEqual(['a', 'b'])
  })

  it('sees the same wherever the text is cut', () => {
    const text = 'Ab c. “De?” f\n\ng h! i'
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
        const places = [0, ...cuts, text.length].toSorted((a, b) => a - b)
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end))
        for (const chunk of ['word', 'sentence', 'paragraph'] as const)
          expect(units(chunk, pieces)).toEqual(units(chunk, [text]))
      }),
    )
  })

  it('has three verdicts: the last one counts, a failure is for good', () => {
    const unknown = { status: 'unknown' } as const
    const has = watch({ chunk: 'word', onChunk: (_word, soFar) => soFar.includes('sea') || unknown })
    expect(seen(has, ['the blue s', 'ea is']).result).toEqual({ status: 'pass' })
    expect(seen(has, ['the blue']).result).toEqual(unknown)
    const few = watch({ chunk: 'word', onChunk: (word) => word !== 'x' || 'an x' })
    expect(seen(few, ['a b x', ' c d'])).toEqual({
      result: { status: 'fail', reason: 'an x' },
      good: 3,
      read: 'a b x c d',
    })
    expect(seen(few, []).result).toEqual({ status: 'pass' })
  })

  it('keeps a memory for one attempt, and is told of the end', async () => {
    const rhymes = watch({
      chunk: 'sentence',
      watch: () => {
        let count = 0
        return { chunk: () => ++count <= 2 || 'three', end: (text) => count === 2 || `${count} in ${text}` }
      },
    })
    expect(seen(rhymes, ['A. B']).result?.status).toBe('pass')
    expect(seen(rhymes, ['A.']).result?.reason).toBe('1 in A.')
    expect(seen(rhymes, ['A. B. C.']).result?.reason).toBe('three')
    const out = await session(['A. B. C.', 'A.', 'A. B.']).instruct('x', { requirements: [rhymes] })
    expect([out.text, out.attempts]).toEqual(['A. B.', 3])
  })

  it('may have units of its own', () => {
    const lines = () => {
      let rest = ''
      let from = 0
      const cut = (count: number): { text: string; lead: string; start: number; end: number } => {
        const unit = { text: rest.slice(0, count), lead: '', start: from, end: from + count }
        rest = rest.slice(count)
        from += count
        return unit
      }
      return {
        push(text: string) {
          rest += text
          const at = rest.indexOf('\n')
          return at < 0 ? [] : [cut(at + 1)]
        },
        end: () => (rest === '' ? [] : [cut(rest.length)]),
      }
    }
    const noX = watch({ chunk: lines, onChunk: (line) => !line.includes('x') || `x in ${line}` })
    expect(seen(noX, ['ab\n', 'cx'])).toMatchObject({ result: { reason: 'x in cx' }, good: 3 })
  })

  it('that throws, or cannot be made, has failed', () => {
    const broken = watch({ chunk: 'word', onChunk: () => JSON.parse('{') })
    expect(seen(broken, ['a ']).result?.reason).toMatch(/^The watcher of "unnamed check" failed: /)
    const never = req('never', {
      watch: () => {
        throw new Error('no memory')
      },
    })
    expect(seen(never, ['a']).result?.reason).toBe('The watcher of "never" failed: no memory')
  })

  it('decides at once: a promise is a failure that says so, and fails unseen by nobody', async () => {
    const later = watch({
      description: 'later',
      chunk: 'word',
      onChunk: (async () => Promise.reject(new Error('x'))) as never,
    })
    const rejected = await unhandled(() => {
      expect(seen(later, ['a ']).result?.reason).toMatch(
        /"later" returned a promise, which is not waited for here/,
      )
    })
    expect(rejected).toEqual([])
  })

  it('is also a way to say req() and check(), and says what is wrong with its options', () => {
    const short = req('Short.', { chunk: 'sentence', onChunk: (sentence) => sentence.length < 5 || 'long' })
    expect(seen(short, ['Yes. Not this']).result?.reason).toBe('long')
    expect(check('Short.', watch({ chunk: 'word', onChunk: () => true })).checkOnly).toBe(true)
    expect(() => watch({})).toThrow(/give `onChunk` or `watch`/)
    expect(() => watch({ chunk: 'line' as never, onChunk: () => true })).toThrow(
      /chunk is 'delta', 'word'.*got "line"/,
    )
    expect(() => req('x', { chunk: 'word' })).toThrow(/`chunk` says what is looked at/)
    expect(() => watch({ onChunk: 'x' as never })).toThrow(/`onChunk` is a function/)
    expect(() => watch({ onChunk: () => true, watch: () => ({ chunk: () => true }) })).toThrow(/not both/)
  })

  it('of a combination is good as far as its parts are', () => {
    const no = (letter: string) =>
      watch({ chunk: 'word', onChunk: (word) => !word.includes(letter) || `a ${letter}` })
    const inSentence = watch({ chunk: 'sentence', onChunk: () => true })
    expect(seen(allOf(no('x'), inSentence), ['a b. c x ', '']).good).toBe(4)
    expect(seen(anyOf(no('x'), no('y')), ['a x b y ', ''])).toMatchObject({
      result: { status: 'fail' },
      good: 5,
    })
  })

  it('of a text that it does not see grow is shown all of it', async () => {
    const m = session([])
    const short = watch({ chunk: 'sentence', onChunk: (sentence) => sentence.length < 6 || sentence })
    const validated = await m.validate([short], { output: 'Yes. Not this one' })
    expect(validated.validations.map(({ result }) => result.reason)).toEqual(['Not this one'])
    expect(watchedText(short, '', plain)?.status).toBe('pass')
  })
})

describe('a watcher of JSON paths', () => {
  const json = '{"items":[{"name":"a","price":3},{"name":"b","price":-4}],"total":7}'
  const positive = watch.path('items[*].price', z.number(), (price) => price > 0 || `${price} is not above 0`)

  it('looks at each value as soon as it is complete, and knows what is good before it', () => {
    const pieces = Array.from({ length: Math.ceil(json.length / 4) }, (_, index) =>
      json.slice(4 * index, 4 * index + 4),
    )
    const { result, good, read } = seen(positive, pieces)
    expect(result).toEqual({ status: 'fail', reason: 'At items[1].price: -4 is not above 0' })
    expect(json.slice(0, good)).toBe('{"items":[{"name":"a","price":3},{"name":"b","price":')
    expect(read.length - json.indexOf('-4') - 3).toBeLessThanOrEqual(4)
  })

  it('takes keys, indexes, quotes and stars, objects and lists as a whole, and the value itself', () => {
    const places = (path: string): string[] => {
      const found: string[] = []
      seen(
        watch.path(path, (value, place) => found.push(`${place.join('.')}=${JSON.stringify(value)}`) > 0),
        [json],
      )
      return found
    }
    expect(places('items[1].name')).toEqual(['items.1.name="b"'])
    expect(places('$.items[*]["price"]')).toEqual(['items.0.price=3', 'items.1.price=-4'])
    expect(places('*')).toEqual([`items=${JSON.stringify(JSON.parse(json).items)}`, 'total=7'])
    expect(places('items[*]').length).toBe(2)
    expect(places('$')).toEqual([`=${json}`])
    expect(places('nowhere')).toEqual([])
  })

  it('validates by a schema, with or without a look of its own', () => {
    expect(seen(watch.path('total', z.number().max(5)), [json]).result?.reason).toMatch(/^At total: .*<=5/)
    expect(seen(watch.path('items[*].name', z.string().length(1)), [json]).result).toEqual({ status: 'pass' })
    const upper = z.string().transform((name) => name.toUpperCase())
    expect(
      seen(
        watch.path('items[*].name', upper, (name) => name !== 'B'),
        [json],
      ).result?.reason,
    ).toBe('At items[1].name: "b" does not do')
    const late = z.number().refine(async () => true)
    expect(seen(watch.path('total', late), [json]).result?.reason).toMatch(/its schema is asynchronous/)
  })

  it('without a verdict on one value has none on the whole', () => {
    const unsure = watch.path('items[*].name', (name) => name !== 'a' || { status: 'unknown' })
    expect(seen(unsure, [json]).result).toMatchObject({ status: 'unknown' })
  })

  it('has no verdict on what is not whole JSON', () => {
    expect(seen(positive, ['{"items":[']).result?.status).toBe('unknown')
    expect(seen(positive, ['no JSON']).result?.status).toBe('unknown')
    expect(seen(positive, ['['.repeat(1000)]).result?.reason).toMatch(/nested more than 512 levels/)
  })

  it('reads a wrapped value as itself, also where it comes bare, and in fences', () => {
    const small = watch.path('[*]', (value) => Number(value) < 5 || 'big')
    const wrapped = { wrapped: true }
    expect(seen(small, ['{"result":[1,7]}'], wrapped).result?.reason).toBe('At [1]: big')
    expect(seen(small, ['Sure: ```json\n[1,7]\n```'], wrapped).result?.reason).toBe('At [1]: big')
    const yes = watch.path('$', (value) => value === 'yes' || `not ${JSON.stringify(value)}`)
    expect(seen(yes, ['{"result":"no"}'], wrapped).result?.reason).toBe('At the top: not "no"')
    expect(seen(yes, ['yes'], wrapped).result).toEqual({ status: 'pass' })
    expect(seen(yes, ['"no"'], wrapped).result?.reason).toBe('At the top: not "no"')
  })

  it('works in a call, typed by the schema it is given, named by its path, shown only through req()', async () => {
    const format = z.array(z.object({ price: z.number() }))
    const bad = { result: [{ price: 1 }, { price: -2 }, { price: 3 }] }
    const m = session([bad, { result: [{ price: 1 }] }], 4)
    const fine = watch.path('[*].price', z.number(), (price) => price > 0)
    const out = await m.instruct('x', { format, requirements: [fine] })
    expect([out.value, out.attempts]).toEqual([[{ price: 1 }], 2])
    expect(m.ledger.rows.map(({ outcome }) => outcome)).toEqual(['aborted', 'ok'])
    expect(out.validations[0]?.name).toBe('[*].price')
    const shown = req('No price is below 0.', watch.path('[*].price', z.number().min(0)))
    const again = session([bad, { result: [] }], 4)
    const prompts: string[] = []
    for await (const event of again.instruct('x', { format, requirements: [shown] }).events)
      if (event.type === 'attempt-rejected')
        prompts.push(event.failures.map(({ result }) => result.reason).join())
    expect(prompts[0]).toMatch(/^At \[1\]\.price: /)
    expect(again.lastPrompt?.map((message) => JSON.stringify(message)).join()).toContain(
      'No price is below 0.',
    )
  })

  it('says what is wrong with its arguments', () => {
    expect(() => watch.path('', () => true)).toThrow(/watch\.path\(\): the path is empty/)
    expect(() => watch.path('a..b', () => true)).toThrow(/watch\.path\(\): "a\.\.b" cannot be read/)
    expect(() => watch.path('a', undefined as never)).toThrow(
      /give a function that looks at the value, or a schema/,
    )
    expect(() => watch.path('a', z.string(), 'x' as never)).toThrow(/give a function/)
  })
})
