import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import type { SamplingResult } from '../core/sampling.ts'
import { check } from '../requirements/req.ts'
import { bestOfN } from '../sampling/best-of-n.ts'
import { rejectionSampling } from '../sampling/rejection-sampling.ts'
import { speculativeRejection } from '../sampling/speculative-rejection.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { ticks } from './axis.ts'
import { reportPage } from './report-page.ts'
import { reportTable } from './report-table.ts'
import { columns } from './terminal-text.ts'

const brief = check('brief', (text) => text.length < 12 || 'It is longer than 12 letters.')

function session(script: readonly MockAnswer[], modelId = 'mock', prices = {}) {
  const clock = new ManualClock()
  const backend = new MockBackend(script, { modelId, beforeChunk: () => clock.advance(250) })
  return new MelleaSession({ backend, clock, prices, maxRetries: 0 })
}

/** Three drafts: one is rejected, one is taken, one fails. */
function taken(text = 'Bread.', reason = 'boom'): Promise<SamplingResult<string>> {
  const m = session(['far too long a tagline', text, new Error(reason)], 'mock', {
    mock: { input: 1, output: 2 },
  })
  const strategy = bestOfN({ n: 3, score: () => 1, concurrency: 1 })
  return m.instruct('Write.', { requirements: [brief], strategy }).sampling()
}

describe('reportTable', () => {
  it('shows what became of each attempt and why, and what all of it took', async () => {
    expect(reportTable(await taken())).toBe(
      `
  #  outcome     for     model  met  in  out    time      cost
  1  ✗ rejected  answer  mock   0/1   1    5  750 ms  0.000011
      "far too long a tagline"
      - It is longer than 12 letters.
  2  ✔ chosen    answer  mock   1/1   1    1  250 ms  0.000003
      "Bread."
  3  ! failed    draft   mock         0    0    0 ms         0

result    accepted
strategy  best-of-n
ended     the strategy had what it wanted
attempts  2, of which 1 passed
calls     3
tokens    2 in, 6 out
time      1.0 s
cost      0.000014
errors    boom`.slice(1),
    )
  })

  it('says why there is no result', async () => {
    const m = session(['far too long a tagline', 'far too long a tagline'])
    const sampling = await m
      .instruct('Write.', { requirements: [brief], strategy: rejectionSampling() })
      .sampling()
    expect(reportTable(sampling)).toContain('result    no attempt was accepted')
    expect(reportTable(sampling)).toContain('ended     the model said again what had been rejected')
  })

  it('shows judges, and drafts that were cancelled', async () => {
    const judged = await session(['Bread.', 'Yes, it is.'])
      .instruct('Write.', { requirements: ['Is kind.'] })
      .sampling()
    expect(reportTable(judged)).toContain('1 judgement, ')
    const strategy = speculativeRejection({
      n: 2,
      at: 3,
      keep: 1,
      score: (text) => (text.startsWith('g') ? 1 : 0),
    })
    const raced = await session(['good and long, so long', 'bad and long, so very long'])
      .instruct('x', { strategy })
      .sampling()
    expect(reportTable(raced)).toMatch(/2 {2}– cancelled/)
  })

  it('colours only when it is told to', async () => {
    const sampling = await taken()
    expect(reportTable(sampling)).not.toContain('\u001B')
    expect(reportTable(sampling, { color: true })).toContain('\u001B[32m  2  ✔ chosen')
  })

  it('keeps to the width of the terminal, and lets nothing through that a terminal would obey', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 11 })
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 40, max: 120 }), async (answer, reason, width) => {
        const table = reportTable(await taken(`x${answer}`.slice(0, 11), `${reason}\u001B[2J`), { width })
        for (const line of table.split('\n')) expect(columns(line)).toBeLessThanOrEqual(width)
        // oxlint-disable-next-line no-control-regex -- they are what must not be there
        expect(table.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/)
      }),
      { numRuns: 60 },
    )
  })

  it('counts wide letters as two columns', () => {
    expect([columns('abc'), columns('漢字'), columns('👩‍👩‍👧!')]).toEqual([3, 4, 3])
  })

  it('refuses a width that nothing fits in', async () => {
    const sampling = await taken()
    expect(() => reportTable(sampling, { width: 10 })).toThrow(/width must be a number from 40 up/)
  })
})

describe('reportPage', () => {
  it('is one page that loads nothing and runs nothing', async () => {
    const page = reportPage(await taken(), { title: 'Taglines', lang: 'en-GB' })
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(page).toContain('<title>Taglines</title>')
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(page).toContain('<div lang="en-GB">')
    expect(page).not.toMatch(/<script|<link|<img|url\(|@import|https?:|\son\w+=/)
  })

  it('draws every generation, and says the same in a table', async () => {
    const page = reportPage(await taken())
    expect(page.match(/<svg role="img" aria-labelledby="(\w+)-title \1-description"/g)).toHaveLength(2)
    expect(page).toContain('<title>answer by mock: 750 ms, rejected</title>')
    expect(page).toMatch(/<rect class="chosen" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="14" rx="2">/)
    expect(page).toContain('<td>✔ chosen</td><td>answer</td><td>mock</td><td>1 of 1</td>')
    expect(page).toContain('<details open><summary>2  ✔ chosen</summary><pre>\nBread.</pre></details>')
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('escapes all that a model, a server or a user wrote', async () => {
    const evil = `</pre><script>alert("1")</script>&amp;'`
    const m = session([evil, new Error(evil)], evil)
    const requirement = check('harmless', () => evil)
    const strategy = bestOfN({ n: 2, score: () => 1 })
    const sampling = await m.instruct('x', { requirements: [requirement], strategy }).sampling()
    const page = reportPage(sampling, { title: evil, lang: `"><script>` })
    expect(page).not.toContain('<script')
    expect(page).toContain(
      '<pre>\n&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;</pre>',
    )
  })

  it('closes every element that it opens, in the right order, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const sampling = await session([`x${text}`])
          .instruct('x', { requirements: [brief], strategy: null })
          .sampling()
        const open: string[] = []
        for (const [, closing, name = ''] of reportPage(sampling, { title: text }).matchAll(
          /<(\/?)([a-z]\w*)[^>]*?(?<!\/)>/g,
        )) {
          if (name === 'meta') continue
          const isEnd = closing !== '' && open.at(-1) === name
          if (isEnd) open.pop()
          else open.push(closing + name)
        }
        expect(open).toEqual([])
        // oxlint-disable-next-line no-control-regex -- they are what must not be there
        expect(reportPage(sampling)).not.toMatch(/[\u0000-\u0008\u000E-\u001F]/)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the places on an axis', () => {
  it('are round, begin at 0, and reach the end', () => {
    expect(ticks(0)).toEqual([0, expect.any(Number)])
    expect(ticks(1290)).toEqual([0, 500, 1000, 1500])
    expect(ticks(73)).toEqual([0, 20, 40, 60, 80])
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (most) => {
        const places = ticks(most)
        expect(places.length).toBeLessThanOrEqual(6)
        expect(places.at(-1)).toBeGreaterThanOrEqual(most * 0.99)
      }),
    )
  })
})
