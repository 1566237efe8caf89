import { limit, paragraph, sentence, sentences, words } from './material.mjs'

const line = (dice) => dice.pick(sentences).join(' ')
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index))

export const layouts = {
  bullets(dice, good) {
    const { amount, count } = limit(dice, good, 2, 5)
    const mark = dice.pick(['-', '*', '•'])
    const instruction = dice.pick([
      `Use ${amount} bullet points.`,
      `Your answer must contain ${amount} bullet points.`,
      `The response should have ${amount} bullets.`,
    ])
    const output = [sentence(dice), '', ...times(count, () => `${mark} ${line(dice)}`)].join('\n')
    return { instruction, output, truth: good }
  },
  'numbered-items'(dice, good) {
    const instruction = dice.pick([
      'Use a numbered list.',
      'Answer with a numbered list.',
      'Format your answer as a numbered list.',
    ])
    const items = times(4, (index) => `${good ? `${index + 1}.` : '-'} ${line(dice)}`)
    return { instruction, output: items.join('\n'), truth: good }
  },
  headings(dice, good) {
    const { amount, count } = limit(dice, good, 2, 4)
    const output = times(
      count,
      () => `${dice.pick(['#', '##', '###'])} ${dice.pick(words)}\n\n${paragraph(dice)}`,
    ).join('\n\n')
    return { instruction: `Use ${amount} markdown headings.`, output: output || paragraph(dice), truth: good }
  },
  'code-blocks'(dice, good) {
    const instruction = dice.pick([
      'Do not use code blocks.',
      'No code blocks.',
      'Use exactly one code block.',
    ])
    const none = instruction !== 'Use exactly one code block.'
    const block = '```ts\nconst tide = 3\n```'
    const output = good === none ? paragraph(dice) : `${paragraph(dice)}\n\n${block}`
    return { instruction, output, truth: good }
  },
  tables(dice, good) {
    const table = '| boat | berth |\n| --- | ---: |\n| Anna | 4 |\n| Vera | 7 |'
    const instruction = dice.pick([
      'Include a markdown table.',
      'The answer must contain at least one markdown table.',
    ])
    return {
      instruction,
      output: good ? `${sentence(dice)}\n\n${table}` : 'boat: Anna, berth: 4\nboat: Vera, berth: 7',
      truth: good,
    }
  },
  highlights(dice, good) {
    const { amount, count } = limit(dice, good, 2, 4)
    const all = times(4, (index) => {
      const [first, ...rest] = dice.pick(sentences)
      return index < count
        ? `*${first} ${rest[0]}* ${rest.slice(1).join(' ')}.`
        : `${first} ${rest.join(' ')}.`
    })
    const more = times(Math.max(0, count - 4), () => '**Low tide** came early.')
    const instruction = `Highlight ${amount} sections in your answer with markdown, i.e. *highlighted section*.`
    return { instruction, output: [...all, ...more].join(' '), truth: good }
  },
  title(dice, good) {
    const word = dice.pick(words)
    const instruction = dice.pick([
      'Your answer must contain a title, wrapped in double angular brackets, such as <<poem of joy>>.',
      'Put the title in double angle brackets.',
    ])
    const wrong = dice.pick([`# ${word}`, `<${word}>`, `**${word}**`, `«${word}»`])
    return { instruction, output: `${good ? `<<the ${word}>>` : wrong}\n\n${paragraph(dice)}`, truth: good }
  },
  json(dice, good) {
    const value = { [dice.pick(words)]: dice.between(1, 99), list: dice.some(words, 2) }
    const text = JSON.stringify(value, null, dice.pick([0, 2]))
    const right = dice.pick([text, `\`\`\`json\n${text}\n\`\`\``])
    const wrong = dice.pick([
      text.replace(/\}$/, ''),
      `Here it is: ${text}`,
      text.replaceAll('"', "'"),
      text.replace(/\]/, ',]'),
    ])
    const instruction = dice.pick([
      'Entire output should be wrapped in JSON format. You can use markdown ticks such as ```.',
      'Return only valid JSON.',
      'The answer must be valid JSON.',
    ])
    return { instruction, output: good ? right : wrong, truth: good }
  },
  'two-answers'(dice, good) {
    const instruction =
      'Give two different responses. Responses and only responses should be separated by 6 asterisk symbols: ******.'
    const [one, two] = [sentence(dice), paragraph(dice)]
    const wrong = dice.pick([
      `${one}\n\n${two}`,
      `${one}\n******\n${two}\n******\n${one}`,
      `${one}\n******\n${one}`,
    ])
    return { instruction, output: good ? `${one}\n******\n${two} ${one}` : wrong, truth: good }
  },
  sections(dice, good) {
    const n = dice.between(2, 4)
    const count = good ? n : dice.pick([n - 1, n + 1])
    const word = dice.pick(['SECTION', 'Chapter', 'Part'])
    const instruction = `Your response must have ${n} sections. Mark the beginning of each section with ${word} X, such as: ${word} 1`
    const output = times(count, (index) => `${word} ${index + 1}\n${paragraph(dice)}`).join('\n\n')
    return { instruction, output, truth: good }
  },
  'wrapped-in-quotes'(dice, good) {
    const instruction = dice.pick([
      'Wrap your entire response with double quotation marks.',
      'Put the whole answer in quotation marks.',
    ])
    const text = paragraph(dice)
    const wrong = dice.pick([text, `"${text}" That is all.`, `'${text}'`, `"${text}`])
    return { instruction, output: good ? dice.pick([`"${text}"`, `“${text}”`]) : wrong, truth: good }
  },
  postscript(dice, good) {
    const marker = dice.pick(['P.S.', 'P.P.S.'])
    const instruction = `At the end of your response, please explicitly add a postscript starting with ${marker}`
    const output = good
      ? `${paragraph(dice)}\n\n${marker} ${sentence(dice)}`
      : `${paragraph(dice)}\n\n${dice.pick(['PS', 'Note:', 'NB'])}`
    return {
      instruction,
      output: good
        ? output
        : `${paragraph(dice)}\n\n${dice.pick(['Note:', 'NB', 'Also,'])} ${sentence(dice)}`,
      truth: good,
    }
  },
  placeholders(dice, good) {
    const { amount, count } = limit(dice, good, 2, 4)
    const names = ['[name]', '[address]', '[date of birth]', '[CITY]', '[order number]', '[phone]', '[title]']
    const output = [
      'Dear customer',
      ...dice.some(names, Math.min(count, names.length)).map((name) => `We have noted ${name} for you.`),
    ].join('\n')
    const instruction = `The response must contain ${amount} placeholders represented by square brackets, such as [address].`
    return { instruction, output, truth: good }
  },
}
