import { paragraph, sentence } from './material.mjs'

/** Nouns, an instruction that forbids, and a sentence that has exactly one of them (or a pair). */
const things = {
  commas: ['commas', 'Yes, the tide is out.'],
  semicolons: ['semicolons', 'The tide is out; the boats lie dry.'],
  colons: ['colons', 'One thing is missing: salt.'],
  'question-marks': ['question marks', 'Is the tide out?'],
  'exclamation-marks': ['exclamation marks', 'The tide is out!'],
  'em-dashes': ['em dashes', 'The tide—such as it is—is out.'],
  parentheses: ['parentheses', 'The tide (low today) is out.'],
  'quotation-marks': ['quotation marks', 'He said "low tide" and left.'],
  asterisks: ['asterisks', 'The *tide* is out.'],
  digits: ['digits', 'The tide is out at 7.'],
  emoji: ['emojis', 'The tide is out 🌊.'],
  hashtags: ['hashtags', 'The tide is out #harbour'],
  links: ['links', 'See https://example.com/tides for more.'],
  'e-mail-addresses': ['e-mail addresses', 'Write to tides@example.com for more.'],
}

const forbidden = (dice, noun) =>
  dice.pick([
    `Do not use any ${noun}.`,
    `No ${noun}.`,
    `Do not use ${noun} in your response.`,
    `The answer must not contain ${noun}.`,
    `In your entire response, refrain from the use of any ${noun}.`,
    `Avoid using ${noun}.`,
  ])

const absences = Object.fromEntries(
  Object.entries(things).map(([kind, [noun, having]]) => [
    kind,
    (dice, good) => {
      const parts = [sentence(dice), paragraph(dice)]
      if (!good) parts.splice(dice.between(0, 2), 0, having)
      return { instruction: forbidden(dice, noun), output: parts.join(' '), truth: good }
    },
  ]),
)

export const marks = {
  ...absences,
  'exclamation-marks-counted'(dice, good) {
    const n = dice.between(1, 3)
    const count = good ? n : dice.pick([n - 1, n + 1])
    const output = [
      sentence(dice),
      ...Array.from({ length: count }, () => sentence(dice).replace('.', '!')),
    ].join(' ')
    const unit = n === 1 ? 'exclamation mark' : 'exclamation marks'
    return { instruction: `Use exactly ${n} ${unit}.`, output, truth: good }
  },
  'emoji-counted'(dice, good) {
    const n = dice.between(2, 4)
    const all = dice.some(['🌊', '⛵', '👨‍👩‍👧', '🇳🇴', '🐟', '❤️', '👍🏽'], good ? n : dice.pick([n - 1, n + 1]))
    return {
      instruction: `Use exactly ${n} emojis.`,
      output: `${sentence(dice)} ${all.join(' ')}`,
      truth: good,
    }
  },
  'hashtags-counted'(dice, good) {
    const n = dice.between(2, 4)
    const all = dice.some(['#sea', '#tide', '#fog2', '#lowTide', '#harbour', '#boats'], good ? n : n - 1)
    return {
      instruction: `Include at least ${n} hashtags.`,
      output: `${sentence(dice)} ${all.join(' ')} C# is no tag.`,
      truth: good,
    }
  },
}
