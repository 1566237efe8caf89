import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameMaths } from './same-maths.ts'

/** As `verify` of Python's math-verify 0.9 has it, with LaTeX and plain expressions. */
const agreed: readonly (readonly [string, string, boolean])[] = [
  ['1+1', '2', true],
  [String.raw`$\frac{1}{2}$`, '0.5', true],
  [String.raw`\boxed{\frac{1}{2}}`, '1/2', true],
  ['50%', '0.5', true],
  ['50%', '50', true],
  [String.raw`$50\%$`, String.raw`$\frac12$`, true],
  ['1,000', '1000', true],
  ['1,000,000', '$10^6$', true],
  [String.raw`\boxed{5\text{ cm}}`, '5', true],
  ['5 cm', '5', true],
  [String.raw`$\sqrt{8}$`, String.raw`$2\sqrt{2}$`, true],
  ['0.333333', '1/3', true],
  ['0.3333', '1/3', false],
  ['$x=5$', '5', true],
  [String.raw`$\{1,2\}$`, String.raw`$\{2,1\}$`, true],
  ['The answer is 42.', '42', true],
  ['The answer is 42. Or 43', '43', false],
  ['$2x+1$', '$1+2x$', true],
  ['-5', '$-5$', true],
  ['$5', '5', true],
  ['5 dollars', '$5$', true],
  [String.raw`$90^\circ$`, '90', true],
  [String.raw`$1.5\times 10^3$`, '1500', true],
  ['3.0', '3', true],
  ['1/2', '2/4', true],
  [String.raw`$\pi$`, '3.14159265', true],
  [String.raw`$1\frac{1}{2}$`, '1.5', true],
  ['$[1,2)$', '$[1,2)$', true],
  ['€3.50', '3.5', true],
  ['2^3', '8', true],
  [String.raw`$\binom{5}{2}$`, '10', true],
  ['$5!$', '120', true],
  [String.raw`$\sqrt[3]{27}$`, '3', true],
  ['$a,b$', '$b,a$', true],
  ['1.000', '1000', false],
  ['0.1+0.2', '0.3', true],
]

/** Where math-verify finds nothing to compare, or less than there is. */
const ours: readonly (readonly [string, string, boolean])[] = [
  ['1e3', '1000', true],
  ['1 1/2', '1.5', true],
  ['x+1', '1+x', true],
  ['(1,2)', '(2,1)', false],
  ['(1, 2)', '(1,2)', true],
  ['(1,2)', '[1,2]', false],
  ['(1,2),(3,4)', '(3,4), (1,2)', true],
  ['1,2,3', '3,2,1', true],
  ['x = 1 or x = 2', String.raw`$x=2,\ x=1$`, true],
  [String.raw`$\pm 3$`, '-3, 3', true],
  ['(A)', 'a.', true],
  ['B', 'C', false],
  ['Paris', 'paris', true],
  ['Paris', '5', false],
  ['½', '1/2', true],
  ['2½', '2.5', true],
  ['5 m/s', '5', true],
  ['12 square feet', '12', true],
  ['5x', '5', false],
  ['5 km per hour', '5', true],
  ['2xy', '2yx', true],
  ['2xy', '2x', false],
  ['(x+1)^2', 'x^2+2x+1', true],
  ['(x+1)^2', 'x^2+1', false],
  [String.raw`\frac{x}{2}`, 'x/2', true],
  [String.raw`\sin(x)`, String.raw`\cos(x)`, false],
  [String.raw`\left(\frac{3}{4}\right)^{2}`, '9/16', true],
  [String.raw`\dfrac{\sqrt{3}}{2}`, '0.866025', true],
  [String.raw`|{-4}|`, '4', true],
  ['-2^2', '-4', true],
  ['2^{-1}', '0.5', true],
  ['1/0', '2/0', true],
  ['0/0', '0/0', false],
  ['1/1000000', '1/1000001', false],
  [String.raw`\infty`, 'infinity', true],
  ['10^400', '10^400', true],
  ['9^9^9^9', '1', false],
  ['200!', '201!', false],
]

describe('sameMaths', () => {
  it.each([...agreed, ...ours])('%s and %s: %s', (one, other, same) => {
    expect(sameMaths(one, other)).toBe(same)
    expect(sameMaths(other, one)).toBe(same)
  })

  it.each([
    ['First 3 and 4 make 7.\nThen 7 * 6 = 42.\n\n**Answer:** 42', '42'],
    ['The answer is 10? No: the final answer is \\boxed{12}. Check: 13.', '12'],
    ['She pays 3 * $1,250 in all.\n#### 3,750', '3750'],
    ['We get $x^2 = 9$, so the positive root is $x = 3$.', '3'],
    ['So it takes 12 hours, and then 3.5 more.', '3.5'],
    ['The answer is **Paris**.', 'paris'],
    ['Final answer: 1/3', '1/3'],
  ])('of a longer text takes the answer at its end: %s', (text, answer) => {
    expect(sameMaths(text, answer)).toBe(true)
  })

  it('takes numbers as numbers, and what is no text by its value', () => {
    expect(sameMaths(0.5, '1/2')).toBe(true)
    expect(sameMaths(1e21, '10^21')).toBe(true)
    expect(sameMaths(10n, 10)).toBe(true)
    expect(sameMaths({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
    expect(sameMaths({ a: 1 }, '1')).toBe(false)
  })

  it('rounds at as many places as asked', () => {
    expect(sameMaths('0.3333', '1/3', { places: 4 })).toBe(true)
    expect(sameMaths('0.33', '1/3', { places: 4 })).toBe(false)
  })

  it('finds a fraction the same however it is written', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1 }),
        fc.integer({ min: 1, max: 99 }),
        (top, bottom, by) => {
          const written = [
            `${top}/${bottom}`,
            `${top * by}/${bottom * by}`,
            String.raw`$\frac{${top}}{${bottom}}$`,
            String.raw`\boxed{\dfrac{${top * by}}{${bottom * by}}}`,
            `(${top}) ÷ ${bottom}`,
            `${top} * ${bottom}^{-1}`,
          ]
          for (const each of written) expect(sameMaths(each, `${top}/${bottom}`), each).toBe(true)
          for (const each of written) expect(sameMaths(each, `${top + 1}/${bottom}`), each).toBe(false)
        },
      ),
    )
  })

  it('finds a whole number the same with separators, signs, units and words around it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('', ' cm', ' apples', '.0', ' m^2', '°'), (n, unit) => {
        const grouped = n.toLocaleString('en-US')
        for (const each of [`${n}${unit}`, `${grouped}${unit}`, `$${grouped}`, `The answer is ${grouped}.`]) {
          expect(sameMaths(each, n), each).toBe(true)
          expect(sameMaths(each, n + 1), each).toBe(false)
        }
      }),
    )
  })

  it('is reflexive and symmetric for whatever a model may write, and does not throw', () => {
    const piece = fc.constantFrom(
      ...'0 1 2 x y + - * / ^ ( ) [ ] { } , . % ! = | $ \\ and ± 1,000 3.5 cm'.split(' '),
      String.raw`\frac`,
      String.raw`\sqrt`,
      String.raw`\boxed{`,
      String.raw`\{`,
      ' ',
    )
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(sameMaths(one, other)).toBe(sameMaths(other, one))
      }),
      { numRuns: 2000 },
    )
  })

  it('does not take long over what is made to take long', () => {
    for (const evil of [
      '('.repeat(5000),
      '{'.repeat(1500),
      '-'.repeat(1500),
      '1,'.repeat(900),
      '9^'.repeat(700) + '9',
      '$'.repeat(5000),
      '\\boxed{'.repeat(500),
      '((1,2),'.repeat(200),
    ])
      expect(sameMaths(`\\boxed{${evil}}`, '7') || sameMaths(evil, '7'), evil.slice(0, 9)).toBe(false)
  })
})
