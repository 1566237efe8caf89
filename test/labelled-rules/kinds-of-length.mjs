import { limit, paragraph, sentence, sentences, textOfWords, trickySentences } from './material.mjs'

const lead = (dice, unit, amount) =>
  dice.pick([
    `Use ${amount} ${unit}.`,
    `The answer must have ${amount} ${unit}.`,
    `Your response should contain ${amount} ${unit}.`,
    `Write ${amount} ${unit}.`,
    `${amount[0].toUpperCase()}${amount.slice(1)} ${unit}.`,
    `Please answer with ${amount} ${unit}.`,
  ])

export const lengths = {
  words(dice, good) {
    const { amount, count } = limit(dice, good, 6, 60)
    return { instruction: lead(dice, 'words', amount), output: textOfWords(dice, count), truth: good }
  },
  sentences(dice, good) {
    const { amount, count } = limit(dice, good, 3, 7)
    const all = Array.from({ length: count }, () =>
      dice.between(0, 2) === 0 ? dice.pick(trickySentences) : sentence(dice),
    )
    return { instruction: lead(dice, 'sentences', amount), output: all.join(' '), truth: good }
  },
  paragraphs(dice, good) {
    const { amount, count } = limit(dice, good, 2, 4)
    const all = Array.from({ length: count }, () => paragraph(dice))
    return { instruction: lead(dice, 'paragraphs', amount), output: all.join('\n\n'), truth: good }
  },
  'divided-paragraphs'(dice, good) {
    const n = dice.between(2, 4)
    const all = Array.from({ length: good ? n : n + 1 }, () => paragraph(dice))
    const instruction = `There should be ${n} paragraphs. Paragraphs are separated with the markdown divider: ***`
    return { instruction, output: all.join('\n\n***\n\n'), truth: good }
  },
  lines(dice, good) {
    const { amount, count } = limit(dice, good, 3, 7)
    const all = Array.from({ length: count }, () => dice.pick(sentences).join(' '))
    return { instruction: lead(dice, 'lines', amount), output: all.join('\n'), truth: good }
  },
  characters(dice, good) {
    const { amount, count } = limit(dice, good, 40, 140)
    const long = Array.from({ length: 6 }, () => sentence(dice)).join(' ')
    // no white space at either end: it is not said whether that counts
    const output = `${long.slice(0, count - 1).replace(/ $/, 'a')}!`
    return { instruction: lead(dice, 'characters', amount), output, truth: good }
  },
}
