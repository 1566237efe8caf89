import { hiding, paragraph, sentence, words } from './material.mjs'

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index))

/** So many uses of a word, each in a sentence of its own. */
const using = (dice, word, count) =>
  times(count, () =>
    dice.pick([`The ${word} stood there.`, `A ${word} is what we saw.`, `They spoke of the ${word}.`]),
  ).join(' ')

export const wordings = {
  includes(dice, good) {
    const [one, two] = dice.some(words, 2)
    const instruction = dice.pick([
      `Include keywords ['${one}', '${two}'] in the response.`,
      `Mention the words "${one}" and "${two}".`,
      `The answer must contain the words '${one}' and '${two}'.`,
    ])
    const output = `${sentence(dice)} ${using(dice, good || dice.between(0, 1) ? one : two, 1)} ${good ? using(dice, two.toUpperCase(), 1) : ''} ${sentence(dice)}`
    return { instruction, output, truth: good }
  },
  'includes-one'(dice, good) {
    const [word, decoy] = dice.pick(Object.entries(hiding))
    const output = good ? `${decoy} ${using(dice, word, 1)}` : `${sentence(dice)} ${decoy}`
    return {
      instruction: dice.pick([`Use the word "${word}".`, `Include the word ${word}.`]),
      output,
      truth: good,
    }
  },
  excludes(dice, good) {
    const [word, decoy] = dice.pick(Object.entries(hiding))
    const instruction = dice.pick([
      `Do not include keywords ['${word}', 'zeppelin'] in the response.`,
      `Do not use the word "${word}".`,
      `Never say "${word}".`,
      `Avoid the word "${word}".`,
      `The word "${word}" must not appear in your response.`,
    ])
    return {
      instruction,
      output: good ? `${decoy} ${sentence(dice)}` : `${sentence(dice)} ${using(dice, word, 1)}`,
      truth: good,
    }
  },
  occurrences(dice, good) {
    const word = dice.pick(words)
    const n = dice.between(2, 4)
    const [how, right, wrong] = dice.pick([
      ['at least', n, n - 1],
      ['exactly', n, n + 1],
      ['less than', n - 1, n],
      ['at most', n, n + 1],
    ])
    const instruction = dice.pick([
      `In your response, the word ${word} should appear ${how} ${n} times.`,
      `The word "${word}" must appear ${how} ${n} times.`,
      `Use the word '${word}' ${how} ${n} times.`,
    ])
    return {
      instruction,
      output: `${using(dice, word, good ? right : wrong)} ${sentence(dice)}`,
      truth: good,
    }
  },
  letter(dice, good) {
    const n = dice.between(3, 6)
    const [how, right, wrong] = dice.pick([
      ['at least', n, n - 1],
      ['less than', n - 1, n],
    ])
    const zeds = times(good ? right : wrong, () => dice.pick(['zeal', 'Zinc', 'maze', 'gazebo'])).join(
      ' and ',
    )
    const instruction = `In your response, the letter z should appear ${how} ${n} times.`
    return { instruction, output: `We spoke of ${zeds} at noon.`, truth: good }
  },
  'capital-words'(dice, good) {
    const n = dice.between(2, 4)
    const loud = dice.some(['LOUD', 'FOG', 'TIDE', 'NEVER', 'HARBOUR', 'OUT'], good ? n : n - 1).join(' ')
    const instruction = `In your response, words with all capital letters should appear at least ${n} times.`
    return { instruction, output: `${sentence(dice)} we heard ${loud} and no more.`, truth: good }
  },
  'lower-case'(dice, good) {
    const text = paragraph(dice).toLowerCase()
    const instruction = dice.pick([
      'Use only lower-case letters.',
      'Your entire response should be in all lowercase letters. No capital letters are allowed.',
      'The answer must be all lowercase.',
      'Do not use any capital letters.',
    ])
    return {
      instruction,
      output: good ? text : text.replace(/ (\w)/, (_, letter) => ` ${letter.toUpperCase()}`),
      truth: good,
    }
  },
  'upper-case'(dice, good) {
    const text = paragraph(dice).toUpperCase()
    const instruction = dice.pick([
      'Use only upper-case letters.',
      'Answer in all capital letters.',
      'Write in all caps.',
    ])
    return {
      instruction,
      output: good ? text : text.replace(/\w\./, (end) => end.toLowerCase()),
      truth: good,
    }
  },
  'starts-with'(dice, good) {
    const phrase = dice.pick(['Dear Olivia', 'Once upon a time', 'In short'])
    const instruction = dice.pick([
      `Begin with "${phrase}".`,
      `The answer must start with the phrase "${phrase}".`,
      `Start your response with '${phrase}'.`,
    ])
    const wrong = dice.pick([`${sentence(dice)} ${phrase}`, `Well: ${phrase}`, phrase.slice(0, -1)])
    return { instruction, output: `${good ? phrase : wrong}, ${paragraph(dice)}`, truth: good }
  },
  'ends-with'(dice, good) {
    const phrase = dice.pick([
      'Any other questions?',
      'That is all you need!',
      'Is there anything else I can help with?',
    ])
    const instruction = dice.pick([
      `Finish your response with this exact phrase "${phrase}". No other words should follow this phrase.`,
      `End with "${phrase}".`,
    ])
    const wrong = dice.pick([`${phrase} Bye.`, phrase.slice(0, -4), `${phrase} ${sentence(dice)}`])
    return { instruction, output: `${paragraph(dice)} ${good ? phrase : wrong}`, truth: good }
  },
  'ends-with-question'(dice, good) {
    const instruction = dice.pick(['End with a question.', 'The answer must end with a question mark.'])
    const question = 'Do you know the tide?'
    return {
      instruction,
      output: good ? `${paragraph(dice)} ${question}` : `${question} ${paragraph(dice)}`,
      truth: good,
    }
  },
  'one-of'(dice, good) {
    const instruction = dice.pick([
      "Answer with one of the following options: ('My answer is yes.', 'My answer is no.', 'My answer is maybe.')",
      'Answer only "My answer is yes." or "My answer is no.".',
    ])
    const right = dice.pick(['My answer is yes.', 'My answer is no.', 'my answer is no'])
    const wrong = dice.pick(['Yes.', 'My answer is perhaps.', 'My answer is yes. The tide is low.', 'no'])
    return { instruction, output: good ? right : wrong, truth: good }
  },
  language(dice, good) {
    const language = dice.pick(Object.keys(inLanguages))
    const other = dice.pick(Object.keys(inLanguages).filter((each) => each !== language))
    const instruction = dice.pick([
      `Your ENTIRE response should be in ${language} language, no other language is allowed.`,
      `Answer in ${language}.`,
      `The answer must be in ${language}.`,
    ])
    return { instruction, output: inLanguages[good ? language : other], truth: good }
  },
}

const inLanguages = {
  English:
    'The ferry was late, and so we waited for it in the small café by the harbour with all the others.',
  French:
    "Le bateau était en retard, et nous avons attendu dans le petit café du port avec les autres voyageurs qui n'avaient pas de billet.",
  German:
    'Das Schiff hatte Verspätung, und wir haben mit den anderen in dem kleinen Café am Hafen gewartet, weil es nicht aufhörte zu regnen.',
  Spanish:
    'El barco llegó tarde y por eso esperamos en la pequeña cafetería del puerto con los otros viajeros, que no tenían prisa.',
  Italian:
    'La nave era in ritardo e abbiamo aspettato nel piccolo bar del porto con gli altri viaggiatori, che non avevano fretta.',
  Portuguese:
    'O barco estava atrasado e por isso esperámos no pequeno café do porto com os outros viajantes, que não tinham pressa.',
  Dutch:
    'De boot had vertraging en we wachtten met de anderen in het kleine café aan de haven, want het hield niet op met regenen.',
  Russian:
    'Корабль опаздывал, и мы ждали вместе с другими в маленьком кафе у порта, потому что дождь не прекращался.',
  Japanese: '船が遅れていたので、私たちは港の小さなカフェで他の人たちと一緒に待っていました。',
  Arabic: 'تأخرت السفينة، لذلك انتظرنا مع الآخرين في المقهى الصغير قرب الميناء لأن المطر لم يتوقف.',
  Hindi: 'जहाज़ देर से था, इसलिए हम बंदरगाह के पास छोटे कैफ़े में दूसरे लोगों के साथ इंतज़ार कर रहे थे।',
  Korean: '배가 늦어져서 우리는 다른 사람들과 함께 항구 옆의 작은 카페에서 기다렸습니다.',
}
