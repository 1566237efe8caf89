/** Answers that go wrong after 10 to 90 percent: how much is generated after that, whether it is in the books, and what a repair costs. */
const percents = [10, 20, 30, 40, 50, 60, 70, 80, 90]
const chunkSize = 4
const sentences = Array.from({ length: 100 }, (_, index) => `This is sentence number ${index + 1}.`)
const items = Array.from({ length: 100 }, (_, index) => ({ name: `item ${index}`, price: 5 }))
const itemsSchema = { type: 'object', properties: { items: { type: 'array' } }, required: ['items'] }

export async function measure() {
  const kinds = await wrongAnswers()
  const stops = []
  for (const [server, open] of Object.entries(backends))
    for (const [kind, wrong] of Object.entries(kinds))
      for (const percent of percents)
        stops.push({ server, kind, percent, ...(await stop(open, wrong(percent))) })
  const repairs = []
  for (const percent of percents) repairs.push({ percent, ...(await repair(percent)) })
  return { unit: 'characters and tokens', chunkSize, stops, repairs }
}

/** A text, where it is known to be wrong, and the requirement that knows. */
async function wrongAnswers() {
  const { watch } = await import('mellea/requirements')
  const { jsonSchema } = await import('mellea')
  const bad = (percent) => sentences.with(percent, 'Purple elephants danced.')
  return {
    'a word': (percent) => {
      const text = bad(percent).join(' ')
      const onChunk = (word) => word !== 'elephants' || 'an elephant'
      return { text, knownAt: text.indexOf('elephants') + 10, requirement: watch({ chunk: 'word', onChunk }) }
    },
    'a sentence': (percent) => {
      const onChunk = (sentence) => !sentence.includes('elephants') || 'an elephant'
      const knownAt =
        bad(percent)
          .slice(0, percent + 1)
          .join(' ').length + 1
      return { text: bad(percent).join(' '), knownAt, requirement: watch({ chunk: 'sentence', onChunk }) }
    },
    'a value of JSON': (percent) => {
      const text = JSON.stringify({ items: items.with(percent, { name: 'bad', price: -1 }) })
      const requirement = watch.path('items[*].price', (price) => price > 0 || 'not above 0')
      return { text, knownAt: text.indexOf('-1') + 3, requirement, format: jsonSchema(itemsSchema) }
    },
  }
}

const backends = {
  async mock(text) {
    const { MockBackend } = await import('mellea/testing')
    return { backend: new MockBackend([text], { chunkSize }), close: async () => {} }
  },
  async Ollama(text) {
    const { startFakeOllama } = await import('mellea/testing')
    const { OllamaModelBackend } = await import('mellea')
    const server = await startFakeOllama()
    server.always({ text, chunkSize })
    return { backend: new OllamaModelBackend({ baseURL: server.url }), close: () => server.close() }
  },
  async OpenAI(text) {
    const { startFakeOpenAI } = await import('mellea/testing')
    const { OpenAIBackend } = await import('mellea/backends/openai')
    const server = await startFakeOpenAI()
    server.always({ text, chunkSize })
    const baseURL = `${server.url}/v1`
    return {
      backend: new OpenAIBackend({ modelId: 'any', baseURL, apiKey: 'none' }),
      close: () => server.close(),
    }
  },
}

async function stop(open, { text, knownAt, requirement, format }) {
  const { MelleaSession } = await import('mellea')
  const { backend, close } = await open(text)
  try {
    const m = new MelleaSession({ backend })
    const options = { requirements: [requirement], strategy: null, ...(format && { format }) }
    const { success, attempts } = await m.instruct('x', options).sampling()
    const [row] = m.ledger.rows
    const read = attempts[0].text.length
    if (success || read < knownAt) throw new Error(`it was not stopped: ${read} of ${text.length}`)
    const { inputTokens, outputTokens } = row.usage
    return {
      length: text.length,
      knownAt,
      read,
      stopped: row.outcome === 'aborted' && row.usage.outputTokens > 0,
      inputTokens,
      outputTokens,
    }
  } finally {
    await close()
  }
}

/** What the repair of one bad sentence costs, begun anew and from what was good. */
async function repair(percent) {
  const { MelleaSession, repairTemplate } = await import('mellea')
  const { MockBackend } = await import('mellea/testing')
  const { watch } = await import('mellea/requirements')
  const requirement = watch({
    chunk: 'sentence',
    onChunk: (sentence) => !sentence.includes('elephants') || 'an elephant',
  })
  const good = sentences.join(' ')
  const wrong = sentences.with(percent, 'Purple elephants danced.').join(' ')
  const tokens = {}
  for (const rewind of [false, true]) {
    const again = ({ request }) => good.slice(request.prefill?.text.length ?? 0)
    const m = new MelleaSession({ backend: new MockBackend([wrong, again], { chunkSize }) })
    const { text } = await m.instruct('x', {
      requirements: [requirement],
      strategy: repairTemplate({ rewind }),
    })
    if (text !== good) throw new Error('the repaired answer is not whole')
    tokens[rewind ? 'rewound' : 'anew'] = m.ledger.outputTokens
  }
  return tokens
}
