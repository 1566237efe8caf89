/** One checked call of an instant model, in each library's own words. The two checks are the same everywhere. */
const prompt = 'Write one sentence about the sea, all in lower case, in at most 20 words.'
const answer = 'the sea is wide and grey and never quite still.'

const isLowerCase = (text) => text === text.toLowerCase()
const isShort = (text) => text.split(/\s+/).length <= 20

const notes = ['Use only lower-case letters.', 'Use at most 20 words.']

/** The loop that libraries without requirements leave to their users: three attempts, told what was wrong. */
async function checked(ask) {
  let question = prompt
  for (let attempt = 1; attempt <= 3; attempt++) {
    const text = await ask(question)
    const failures = [isLowerCase(text), isShort(text)].flatMap((ok, index) => (ok ? [] : [notes[index]]))
    if (failures.length === 0) return text
    question = `${prompt}\n\nThis was wrong before: ${failures.join(' ')}`
  }
  throw new Error('not met')
}

function same(text) {
  if (text !== answer) throw new Error(`unexpected answer: ${text}`)
}

const usage = { inputTokens: 20, outputTokens: 10 }

/** As little as a backend can do: everything that is measured is above it. */
const instant = {
  spec: 'mellea-backend/1',
  provider: 'instant',
  modelId: 'instant',
  capabilities: () => ({
    schema: true,
    tools: true,
    thinking: true,
    logprobs: false,
    images: false,
    prefill: false,
    candidates: false,
    adapters: [],
  }),
  async *generate() {
    yield { type: 'start', modelId: 'instant', receipt: { schema: 'none' }, warnings: [] }
    yield { type: 'text', text: answer }
    yield { type: 'finish', reason: 'stop', usage }
  },
}

async function requirements() {
  const { req } = await import('mellea')
  return [req(notes[0], isLowerCase), req(notes[1], isShort)]
}

function vercel(entry, testEntry, mock, usageOf) {
  return async () => {
    const { generateText } = await import(entry)
    const { [mock]: Mock } = await import(testEntry)
    const result = { content: [{ type: 'text', text: answer }], warnings: [], ...usageOf }
    const model = new Mock({ doGenerate: async () => result })
    return async () => {
      // it remembers every call: a program would not
      if (model.doGenerateCalls.length > 100) model.doGenerateCalls.length = 0
      same(await checked(async (question) => (await generateText({ model, prompt: question })).text))
    }
  }
}

const counted = {
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 20, noCache: 20, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 10, text: 10, reasoning: undefined },
  },
}

export const clients = {
  async mellea() {
    const { MelleaSession } = await import('mellea')
    const m = new MelleaSession({ backend: instant })
    const required = await requirements()
    return async () => same((await m.instruct(prompt, { requirements: required })).value)
  },
  /** Requirements written in the call, a session for each call. */
  async 'mellea, all made anew'() {
    const { MelleaSession, req } = await import('mellea')
    return async () => {
      const m = new MelleaSession({ backend: instant })
      same(
        (await m.instruct(prompt, { requirements: [req(notes[0], isLowerCase), req(notes[1], isShort)] }))
          .value,
      )
    }
  },
  'ai 6': vercel('ai', 'ai/test', 'MockLanguageModelV3', counted),
  'ai 7': vercel('ai-7', 'ai-7/test', 'MockLanguageModelV4', counted),
  async langchain() {
    const { FakeListChatModel } = await import('@langchain/core/utils/testing')
    const model = new FakeListChatModel({ responses: [answer], sleep: 0 })
    return async () => same(await checked(async (question) => (await model.invoke(question)).text))
  },
  /** The instant backend and the two checks with nothing between them: what cannot be saved. */
  async 'no library'() {
    const request = { messages: [], options: {}, transport: 'stream', signal: new AbortController().signal }
    return async () => {
      const text = await checked(async () => {
        let said = ''
        for await (const event of instant.generate(request)) if (event.type === 'text') said += event.text
        return said
      })
      same(text)
    }
  },
}
