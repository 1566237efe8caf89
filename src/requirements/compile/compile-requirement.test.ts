import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRequirement } from './compile-requirement.ts'

const read = (sentence: string): string | undefined => {
  const found = compileRequirement(sentence)
  return found && `${found.kind}: ${found.reading}`
}

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' ')
const teens = 'sixteen seventeen eighteen nineteen'.split(' ')
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

function inWords(n: number, joint: string): string {
  if (n === 100) return 'one hundred'
  if (n < 20) return [...ones, ...teens][n] ?? ''
  const ten = tens[Math.floor(n / 10) - 2] ?? ''
  return n % 10 === 0 ? ten : `${ten}${joint}${ones[n % 10] ?? ''}`
}

const number = fc
  .record({ n: fc.integer({ min: 2, max: 100 }), how: fc.constantFrom('digits', '-', ' ') })
  .map(({ n, how }) => ({ n, said: how === 'digits' ? String(n) : inWords(n, how) }))

const units = ['words', 'sentences', 'paragraphs', 'lines', 'characters', 'bullet points']
const shown: Readonly<Record<string, string>> = { 'bullet points': 'bullets' }

const amounts: readonly (readonly [
  form: (n: string, unit: string) => string,
  reading: (n: number) => string,
])[] = [
  [(n, unit) => `at most ${n} ${unit}`, (n) => `at most ${n}`],
  [(n, unit) => `no more than ${n} ${unit}`, (n) => `at most ${n}`],
  [(n, unit) => `up to ${n} ${unit}`, (n) => `at most ${n}`],
  [(n, unit) => `a maximum of ${n} ${unit}`, (n) => `at most ${n}`],
  [(n, unit) => `${n} ${unit} or fewer`, (n) => `at most ${n}`],
  [(n, unit) => `${n} or fewer ${unit}`, (n) => `at most ${n}`],
  [(n, unit) => `fewer than ${n} ${unit}`, (n) => `at most ${n - 1}`],
  [(n, unit) => `less than ${n} ${unit}`, (n) => `at most ${n - 1}`],
  [(n, unit) => `under ${n} ${unit}`, (n) => `at most ${n - 1}`],
  [(n, unit) => `at least ${n} ${unit}`, (n) => `at least ${n}`],
  [(n, unit) => `no fewer than ${n} ${unit}`, (n) => `at least ${n}`],
  [(n, unit) => `${n} ${unit} or more`, (n) => `at least ${n}`],
  [(n, unit) => `a minimum of ${n} ${unit}`, (n) => `at least ${n}`],
  [(n, unit) => `more than ${n} ${unit}`, (n) => `at least ${n + 1}`],
  [(n, unit) => `exactly ${n} ${unit}`, (n) => `exactly ${n}`],
  [(n, unit) => `between ${n} and 120 ${unit}`, (n) => `between ${n} and 120`],
  [(n, unit) => `${n} to 120 ${unit}`, (n) => `between ${n} and 120`],
]

const leads: readonly ((amount: string) => string)[] = [
  (amount) => `Use ${amount}.`,
  (amount) => `Please write ${amount}`,
  (amount) => `The answer must have ${amount}.`,
  (amount) => `Your response should contain ${amount}.`,
  (amount) => `The entire reply has to be ${amount} long.`,
  (amount) => `In your response, use ${amount}.`,
  (amount) => `Answer in ${amount}.`,
  (amount) => `There should be ${amount} in your response.`,
  (amount) => `It must be ${amount} long.`,
  (amount) => `${amount.charAt(0).toUpperCase()}${amount.slice(1)}.`,
  (amount) => `Make sure that the email has ${amount}.`,
  (amount) => `The poem has ${amount}.`,
]

const counted = fc
  .record({
    number,
    unit: fc.constantFrom(...units),
    amount: fc.constantFrom(...amounts),
    lead: fc.constantFrom(...leads),
  })
  .map(({ number: { n, said }, unit, amount: [form, reading], lead }) => ({
    sentence: lead(form(said, unit)),
    // "at most 1 word"
    reading: `${shown[unit] ?? unit}: ${reading(n).endsWith(' 1') ? `${reading(n)} ${unit.slice(0, -1)}` : `${reading(n)} ${unit}`}`,
  }))

describe('a sentence that is really a rule', () => {
  it('is read as what it says, however an amount is said', () => {
    fc.assert(
      fc.property(counted, ({ sentence, reading }) => {
        expect(read(sentence), sentence).toBe(reading)
      }),
      { numRuns: 600 },
    )
  })

  it('is not compiled when it says anything more', () => {
    const more: readonly ((sentence: string) => string)[] = [
      (sentence) => sentence.replace(/\.?$/, ' and be friendly.'),
      (sentence) => sentence.replace(/\.?$/, ' per paragraph.'),
      (sentence) => sentence.replace(/\.?$/, ' about the sea.'),
      (sentence) => sentence.replace(/\.?$/, ', unless there is more to say.'),
      (sentence) => sentence.replace(/\.?$/, ' in the introduction.'),
      (sentence) => `In the first paragraph, ${sentence}`,
      (sentence) => `If possible, ${sentence}`,
      (sentence) => `${sentence} Be polite.`,
      (sentence) => `Be polite. ${sentence}`,
      (sentence) => sentence.replace(/(\S+)$/, 'of praise $1'),
    ]
    fc.assert(
      fc.property(counted, fc.constantFrom(...more), ({ sentence }, add) => {
        expect(read(add(sentence)), add(sentence)).toBeUndefined()
      }),
      { numRuns: 600 },
    )
  })

  it('is read with the words that it names', () => {
    const word = fc
      .stringMatching(/^[a-z]{3,8}$/)
      .filter((some) => !['and', 'the', 'nor', 'word', 'exact'].includes(some))
    fc.assert(
      fc.property(word, word, fc.integer({ min: 2, max: 20 }), (one, two, n) => {
        const list = `"${one}", "${two}"`
        for (const sentence of [
          `Include the words "${one}" and '${two}'.`,
          `Include keywords ['${one}', '${two}'] in the response.`,
          `The answer must contain the phrases “${one}” and “${two}”.`,
          `Mention the following keywords: "${one}", "${two}".`,
        ])
          expect(read(sentence), sentence).toBe(`includes: includes ${list}`)
        for (const sentence of [
          `Do not use the words "${one}" or "${two}".`,
          `Never say "${one}" or "${two}".`,
          `Don't include the keywords ["${one}", "${two}"] in your answer.`,
          `Avoid using the words "${one}" and "${two}".`,
        ])
          expect(read(sentence), sentence).toBe(`excludes: does not include ${list}`)
        for (const sentence of [
          `The word "${one}" should appear at least ${n} times.`,
          `In your response, the word ${one} must appear at least ${n} times.`,
          `Use the word '${one}' ${n} or more times.`,
        ])
          expect(read(sentence), sentence).toBe(`occurrences: "${one}" at least ${n} times`)
        expect(read(`Begin with "${one} ${two}".`)).toBe(`starts-with: begins with "${one} ${two}"`)
        expect(read(`The last word must be ${one}.`)).toBe(`ends-with: ends with "${one}"`)
        expect(read(`End your answer with the phrase "${one} ${two}!"`)).toBe(
          `ends-with: ends with "${one} ${two}!"`,
        )
      }),
    )
  })

  it.each([
    [
      'lower-case: no letter in upper case',
      ['Use only lower-case letters.', 'All lowercase.', 'No capital letters.', 'Write in lower case.'],
    ],
    [
      'upper-case: no letter in lower case',
      [
        'Use only capital letters.',
        'Answer in all caps.',
        'Write in uppercase.',
        'Do not use lower-case letters.',
      ],
    ],
    [
      'commas: no commas',
      [
        'No commas.',
        'Do not use any commas.',
        'Avoid commas.',
        'The text must not contain commas.',
        'Write without using commas.',
      ],
    ],
    ['emoji: no emoji', ['No emojis please.', 'Do not use emoji.', 'The tweet must contain no emojis.']],
    [
      'json: valid JSON',
      [
        'Answer in JSON.',
        'Return only valid JSON.',
        'The output must be a JSON object.',
        'Respond with a valid JSON array only',
      ],
    ],
    [
      'bullets: at least 1 bullet point',
      ['Use bullet points.', 'Answer with a bulleted list.', 'Write in bullet points.'],
    ],
    [
      'bullets: no bullet points',
      [
        'No bullet points.',
        "Don't use bullet points.",
        'Avoid using bullet points.',
        'Write without bullet points.',
      ],
    ],
    [
      'ends-with: ends with a question mark',
      ['End with a question.', 'Ends with a question mark.', 'The answer must end in a question.'],
    ],
    [
      'language: in French',
      [
        'Answer in French.',
        'The email must be written in French.',
        'Write only in French please.',
        'It is in French.',
      ],
    ],
    [
      'language: in English, no letter in lower case',
      ['Your entire response should be in English, and in all capital letters.'],
    ],
    ['one-of: "yes" or "no", and nothing else', ['Answer only yes or no.', 'Reply with just "yes" or "no".']],
    [
      'sentences: exactly 1 sentence',
      ['Answer in one sentence.', 'A single sentence.', 'Use only one sentence.'],
    ],
    ['letter: no letter "e"', ['Do not use the letter e.', 'The letter "E" must not appear.']],
    [
      'placeholders: at least 3 placeholders in square brackets',
      ['Include at least three placeholders in square brackets, such as [name].'],
    ],
    [
      'words: at most 60 words',
      [
        'Limit your answer to 60 words.',
        'Do not exceed sixty words.',
        'The reply must not be longer than 60 words.',
        'Keep it within 60 words.',
        'Maximum 60 words',
        '60 words max',
      ],
    ],
  ])('%s', (reading, sentences) => {
    for (const sentence of sentences) expect(read(sentence), sentence).toBe(reading)
  })

  it('is left to the judge when it can be read in two ways, roughly, or not at all', () => {
    const sentences = [
      'Be polite.',
      'The text has a salutation.',
      'Mention a colour.',
      'Write a poem.',
      'Write a poem of four lines.',
      'Use 500 words.',
      'Use about 50 words.',
      'Use around 3 sentences.',
      'Use a few words.',
      'Use simple words.',
      'Use three short sentences.',
      'Include a sentence about cats.',
      'Include two words that rhyme.',
      'Include the word sun or the word moon.',
      'Include "sun" or "moon".',
      'Mention the word "sea" once.',
      'Do not repeat any words.',
      'Do not use long words.',
      'Every sentence has at most 10 words.',
      'Each paragraph must start with a question.',
      'Answer yes or no.',
      'The title has at most five words.',
      'The first paragraph has three sentences.',
      'Between 5 and 3 words.',
      'Write in simple English.',
      'Write in French and German.',
      'Translate it into French.',
      'No jargon.',
      'Do not mention prices.',
      'Number every step.',
      'Ends politely.',
      'Use at least 3 words and at most 5 sentences.',
      '',
      '!',
      '"At most 5 words."',
      'words',
      'at most words',
      `${'very '.repeat(100)}polite`,
    ]
    for (const sentence of sentences) expect(read(sentence), sentence).toBeUndefined()
  })

  it('is read in time that grows no faster than the sentence', () => {
    for (const hostile of [
      'please '.repeat(5000),
      'in your response, '.repeat(15),
      '(('.repeat(1000),
      '"a" and '.repeat(29),
    ])
      expect(read(hostile)).toBeUndefined()
  })
})
