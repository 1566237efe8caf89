import { describe, expect, it } from 'vitest'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../../test/watch-agreement.ts'
import type { Requirement } from '../../core/requirement.ts'
import { codeBlock } from './code-block.ts'
import { headings } from './headings.ts'
import { list } from './list.ts'
import { MarkdownReader } from './markdown-reader.ts'
import { noMarkdown } from './no-markdown.ts'
import { sections } from './sections.ts'
import { table } from './table.ts'

const reasonOf = async (rule: Requirement<unknown>, text: string): Promise<string | undefined> =>
  (await verdictOn(rule, text)).reason

describe('reading Markdown', () => {
  const read = (text: string) => {
    const reader = new MarkdownReader()
    return [...reader.push(text), ...reader.end()].map(({ line, ...rest }) => [line, ...Object.values(rest)])
  }

  it('knows headings, also underlined ones, and not those in code', () => {
    const text = '# One #\n\nTwo\n---\n####### no\n#no\n```md\n# no\n~~~\n````\n  ## Three\r\n---\n'
    expect(read(text).filter(([, type]) => type === 'heading')).toEqual([
      [1, 'heading', 1, 'One'],
      [3, 'heading', 2, 'Two'],
      [11, 'heading', 2, 'Three'],
    ])
  })

  it('knows items, and those inside of them', () => {
    const text = '- a\n  - b\n\n  more\n* c\n1) d\n   2. e\n* * *\n-f\n  - alone\n  - again'
    expect(read(text).filter(([, type]) => type === 'item')).toEqual([
      [1, 'item', false, 0, 'a'],
      [2, 'item', false, 1, 'b'],
      [5, 'item', false, 0, 'c'],
      [6, 'item', true, 0, 'd'],
      [7, 'item', true, 1, 'e'],
      [10, 'item', false, 0, 'alone'],
      [11, 'item', false, 0, 'again'],
    ])
  })

  it('knows tables by the line below the header', () => {
    expect(read('a | b\nno | table\n\n| x | y \\| z |\n|:--|--:|\n| 1 |\n\n| 2 | 3 |').slice(2)).toEqual([
      [4, 'text', '| x | y \\| z |'],
      [4, 'table', ['x', 'y \\| z'], 2],
      [6, 'row', ['1'], '| 1 |'],
      [8, 'text', '| 2 | 3 |'],
    ])
  })
})

describe('headings and sections', () => {
  it('are counted', async () => {
    expect(await reasonOf(headings.max(1), '# a\n# b\n')).toBe('Use at most 1 heading. It has at least 2.')
    expect(await reasonOf(headings.exactly(2), '# a\n## b')).toBeUndefined()
  })

  it('are there, in order', async () => {
    const rule = sections(['Summary', 'Next steps'])
    expect(await reasonOf(rule, '## 1. **Summary**\n…\n## Other\n### next steps:\n')).toBeUndefined()
    expect(await reasonOf(rule, '# Summary')).toBe(
      'Write Markdown with these headings, in this order: "Summary", "Next steps". Missing: "Next steps".',
    )
    expect(await reasonOf(rule, '# Next steps\n# Summary')).toContain(
      'In line 1 "Next steps" comes before "Summary".',
    )
    expect(await reasonOf(sections(['A', 'B'], { anyOrder: true }), '# B\n# A')).toBeUndefined()
  })

  it('stop the tokens when one comes before its turn', () => {
    const pieces = ['# Inter', 'lude\n', '# Next steps\n', '# Summary\n']
    expect(watchedInPieces(sections(['Summary', 'Next steps']), pieces).passed).toBe(2)
  })
})

describe('table', () => {
  const prices = table({ columns: ['Item', 'Price'], rows: { min: 1, max: 2 } })

  it('has its columns and rows', async () => {
    expect(
      await reasonOf(prices, 'So:\n\n| item | **Price** |\n|---|---|\n| a | 1 |\n\nDone | now.'),
    ).toBeUndefined()
    const description =
      'Write a Markdown table with the columns "Item", "Price" and between 1 and 2 rows below the header.'
    expect(await reasonOf(prices, 'None.')).toBe(`${description} There is none.`)
    expect(await reasonOf(prices, '|a|b|\n|-|-|\n')).toBe(`${description} It has the columns "a", "b".`)
    expect(await reasonOf(prices, '|Item|Price|\n|-|-|\n')).toBe(`${description} It has 0 rows.`)
    expect(await reasonOf(prices, '|Item|Price|\n|-|-|\n|1|\n')).toBe(
      `${description} Row 1 has 1 cells, the header 2: |1|`,
    )
    expect(await reasonOf(table(), '|a|b|\n|-|\n')).toContain('has 2 cells, the line below it 1.')
    expect(await reasonOf(table({ columns: 3 }), '|a|b|\n|-|-|\n')).toContain('It has 2 columns: "a", "b".')
    expect(await reasonOf(table({ rows: 1 }), 'a|b\n-|-\n|1|2|\n')).toBeUndefined()
  })

  it('stops the tokens at a wrong header and at a row too many', () => {
    const lines = ['|Item|Price|\n', '|-|-|\n', '|a|1|\n', '|b|2|\n', '|c|3|\n', '|d|4|\n']
    expect(watchedInPieces(prices, lines).passed).toBe(4)
    expect(watchedInPieces(table({ columns: 3 }), lines).passed).toBe(1)
  })
})

describe('list', () => {
  it('has its items, of its kind', async () => {
    const rule = list({ items: 2, ordered: true })
    expect(await reasonOf(rule, 'Steps:\n\n1. a\n   - x\n\n2. b\n')).toBeUndefined()
    expect(await reasonOf(rule, '1. a')).toBe(
      'Write a numbered list in Markdown with exactly 2 items. It has 1.',
    )
    expect(await reasonOf(rule, '1. a\n- b\n')).toContain('Item 2, in line 2, has no number: b')
    expect(await reasonOf(list({ ordered: false }), '1. a')).toContain('has a number: a')
    expect(await reasonOf(list(), 'none')).toBe('Write a list in Markdown with at least 1 items. It has 0.')
    expect(watchedInPieces(rule, ['1. a\n', '2. b\n', '3. c', '\n'])).toMatchObject({ passed: 3 })
  })
})

describe('codeBlock', () => {
  it('is closed, not empty, and in its language', async () => {
    const rule = codeBlock('typescript')
    expect(await reasonOf(rule, 'So:\n```ts\nlet a\n```')).toBeUndefined()
    expect(await reasonOf(codeBlock(), '~~~\nx\n~~~')).toBeUndefined()
    const description = 'Write a fenced code block marked typescript: ```typescript.'
    expect(await reasonOf(rule, 'none')).toBe(`${description} There is none.`)
    expect(await reasonOf(rule, '```py\nx\n```\n```ts\n\n```\n```ts\nlet a')).toBe(
      `${description} There is one that is marked "py", one that is empty, one that is never closed.`,
    )
  })
})

describe('noMarkdown', () => {
  it('takes plain text', async () => {
    const plain = [
      'One - two – three.',
      '1. First, 2 * 3 * 4 = 24.',
      'snake_case_name and another_one',
      'f(x) [sic] (really) a*b',
      '#hash and C# 5 > 3',
      'Costs 5* (see below)*.',
    ]
    for (const text of plain) expect(await reasonOf(noMarkdown(), text), text).toBeUndefined()
  })

  it('says what is marked up, and where', async () => {
    for (const [text, what] of [
      ['Fine.\n# Title', 'Line 2 has a heading.'],
      ['- a', 'Line 1 has a bullet: "a"'],
      ['so **bold** it is', 'Line 1 has bold text: "so **bold** it is"'],
      ['so __bold__', 'bold text'],
      ['an *important* word', 'emphasis'],
      ['an _important_ word', 'emphasis'],
      ['call `f()`', 'code'],
      ['see [this](https://x.test)', 'a link'],
      ['> said', 'a quotation'],
      ['```\nx', 'a code block'],
      ['a|b\n-|-', 'a table'],
      ['1. **a**', 'bold text'],
    ] as const)
      expect(await reasonOf(noMarkdown(), text), text).toContain(what)
  })
})

describe('requirements on Markdown', () => {
  const rules = [
    headings.max(1),
    headings.min(1),
    sections(['a', 'b']),
    table({ columns: 2, rows: { max: 1 } }),
    list({ items: { min: 1, max: 2 } }),
    list({ ordered: true }),
    codeBlock('js'),
    noMarkdown(),
  ]

  it('say the same of a text that grows as of the whole, wherever it is cut', async () => {
    const texts = textsOf(
      '# a',
      '# b\n',
      '\n',
      '\n',
      '|a|b|\n',
      '|-|-|\n',
      '- a',
      '1. b\n',
      '```js',
      '```\n',
      'x',
      '**x**',
      '---',
      ' ',
      '\r\n',
    )
    for (const rule of rules) await expectAgreement(rule, texts)
  })

  it('take no time to speak of for what nobody would write', () => {
    const long = ['[', '](', '*', '**', '_a', '`', ' ', '|', '#', '``` ', 'a ', '- '].map((sign) =>
      sign.repeat(50_000),
    )
    for (const rule of rules)
      watchedInPieces(rule, ['# ', ...long, '`\n', ...long.map((text) => `${text}x\n`)])
    expect(rules).toHaveLength(8)
  }, 5000)

  it('are refused when they make no sense', () => {
    expect(() => sections([])).toThrow(/sections\(\)/)
    expect(() => sections(['** **'])).toThrow(/not empty/)
    expect(() => table({ columns: 0 })).toThrow(/number from 1 up/)
    expect(() => table({ columns: [] })).toThrow(/list of headers/)
    expect(() => table({ rows: { min: 3, max: 2 } })).toThrow(/`min` is above `max`/)
    expect(() => list({ items: -1 })).toThrow(/whole number from 0 up/)
    expect(() => list({ items: 'x' as never })).toThrow(/number or \{ min, max \}/)
    expect(() => codeBlock('')).toThrow(/one word/)
  })
})
