/** Sentences as lists of words: how many words each has is known without counting. No marks inside, no capital words. */
export const sentences = [
  'The harbour was quiet when the last ferry came in',
  'My neighbour keeps four grey geese behind the old barn',
  'We walked home along the river and talked about the play',
  'Nobody had told the baker that the bridge was closed',
  'Rain fell on the tin roof all through the night',
  'She painted the kitchen door a warm shade of green',
  'A small crowd waited at the corner for the bus',
  'The train to the coast leaves from the other platform',
  'He found an old coin under the floor of the shed',
  'They planted beans and sunflowers along the wooden fence',
  'Most of the guests had left before the music stopped',
  'The library opens early on market days',
  'Our dog sleeps by the stove in winter',
  'Bread tastes best while it is still warm',
  'The museum shows maps drawn by sailors',
  'An owl called twice from the dark trees',
].map((text) => text.split(' '))

/** Single sentences that look like several. */
export const trickySentences = [
  'Dr. Okafor met Mrs. Lund at the station.',
  'The price rose by 3.5 percent in a year.',
  'Bring fruit, e.g. apples or pears, to the picnic.',
  '"Wait!" she called from the window.',
  'J. R. Marsh wrote the first chapter on a boat.',
  'The shop at no. 12 sells lamps, ropes, and tar.',
]

export const words = [
  'lantern',
  'anchor',
  'meadow',
  'ribbon',
  'copper',
  'thunder',
  'orchard',
  'pebble',
  'velvet',
  'compass',
]

/** Longer words that hide one of those: not the same word. */
export const hiding = {
  cat: 'The category was empty.',
  art: 'We had to start early.',
  sun: 'They came unsung and left.',
  ear: 'The year was over.',
  ham: 'A hamster ran by.',
  pen: 'The answer is still pending.',
}

const numbers = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** Text with so many words, in sentences of the length they come in. */
export function textOfWords(dice, count) {
  const taken = []
  while (taken.length < count) taken.push(...dice.pick(sentences))
  const cut = taken.slice(0, count)
  const joined = cut
    .map((word, index) => (index > 0 && /^[A-Z]/.test(word) ? `. ${word}` : `${index > 0 ? ' ' : ''}${word}`))
    .join('')
  return `${joined}.`
}

export function sentence(dice) {
  return `${dice.pick(sentences).join(' ')}.`
}

export function paragraph(dice) {
  return Array.from({ length: dice.between(1, 3) }, () => sentence(dice)).join(' ')
}

/** How to ask for so many, and whether a count keeps to it. */
export function limit(dice, good, least, most) {
  const n = dice.between(least, most)
  const number = n <= 12 && dice.between(0, 1) === 1 ? numbers[n] : String(n)
  const forms = [
    ['at most', number, [n, n - 1], [n + 1, n + 2]],
    ['no more than', number, [n, n - 1], [n + 1, n + 3]],
    ['up to', number, [n], [n + 1]],
    ['fewer than', number, [n - 1], [n, n + 1]],
    ['at least', number, [n, n + 1], [n - 1]],
    ['no fewer than', number, [n, n + 2], [n - 1]],
    ['more than', number, [n + 1, n + 2], [n, n - 1]],
    ['exactly', number, [n], [n - 1, n + 1]],
    ['between', `${n} and ${n + 2}`, [n, n + 1, n + 2], [n - 1, n + 3]],
  ].filter(([, , right, wrong]) => right.concat(wrong).every((count) => count >= 0))
  const [how, what, right, wrong] = dice.pick(forms)
  return { amount: `${how} ${what}`, count: dice.pick(good ? right : wrong) }
}
