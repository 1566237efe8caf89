/** One request to a model server, in each library's own words; `streamed` ones read the reply delta by delta. */
const prompt = 'Write a limerick about a fox. '.repeat(6).trim()

/** Makes the call to be measured from a `whole` reply's text and from a stream's deltas. */
function client({ ask, stream }) {
  return async ({ address, tokens, streamed }) => {
    if (streamed) {
      const deltas = await stream(address)
      const length = tokens * ' tok0'.length
      return async () => {
        let seen = 0
        for await (const delta of deltas()) seen += delta.length
        if (seen !== length) throw new Error(`${seen} of ${length} characters`)
      }
    }
    const answer = await ask(address)
    return async () => {
      const text = await answer()
      // LangChain's Ollama model streams whatever it was asked, and gets the other text
      if (text.length < 100) throw new Error(`unexpected answer: ${text}`)
    }
  }
}

const melleaOllama = async (address, options) => {
  const { MelleaSession, OllamaModelBackend } = await import('mellea')
  const backend = new OllamaModelBackend({ modelId: 'm', baseURL: address, env: {} })
  return new MelleaSession({ backend, ...options })
}

const melleaOpenAI = async (address, options) => {
  const { MelleaSession } = await import('mellea')
  const { OpenAIBackend } = await import('mellea/backends/openai')
  const backend = new OpenAIBackend({ modelId: 'm', baseURL: `${address}/v1`, apiKey: 'k', env: {} })
  return new MelleaSession({ backend, ...options })
}

const melleaResponses = async (address, options) => {
  const { MelleaSession } = await import('mellea')
  const { OpenAIBackend } = await import('mellea/backends/openai')
  const target = { modelId: 'm', baseURL: `${address}/v1`, apiKey: 'k', env: {} }
  return new MelleaSession({ backend: new OpenAIBackend({ ...target, api: 'responses' }), ...options })
}

const melleaAnthropic = async (address, options) => {
  const { MelleaSession } = await import('mellea')
  const { AnthropicBackend } = await import('mellea/backends/anthropic')
  const backend = new AnthropicBackend({ modelId: 'm', baseURL: address, apiKey: 'k', env: {} })
  return new MelleaSession({ backend, ...options })
}

function mellea(session) {
  return client({
    async ask(address) {
      const m = await session(address, { stream: false })
      return async () => (await m.instruct(prompt)).value
    },
    async stream(address) {
      const m = await session(address)
      return () => m.instruct(prompt)
    },
  })
}

function openai(entry) {
  const make = async (address) => new (await import(entry)).default({ apiKey: 'k', baseURL: `${address}/v1` })
  const messages = [{ role: 'user', content: prompt }]
  return client({
    async ask(address) {
      const { chat } = await make(address)
      return async () => (await chat.completions.create({ model: 'm', messages })).choices[0].message.content
    },
    async stream(address) {
      const { chat } = await make(address)
      const body = { model: 'm', messages, stream: true, stream_options: { include_usage: true } }
      return async function* () {
        for await (const chunk of await chat.completions.create(body)) {
          const delta = chunk.choices[0]?.delta?.content
          if (delta) yield delta
        }
      }
    },
  })
}

function vercel(entry, providerEntry) {
  const make = async (address) => {
    const { createOpenAICompatible } = await import(providerEntry)
    return createOpenAICompatible({
      name: 'local',
      apiKey: 'k',
      baseURL: `${address}/v1`,
      includeUsage: true,
    })('m')
  }
  return client({
    async ask(address) {
      const { generateText } = await import(entry)
      const model = await make(address)
      return async () => (await generateText({ model, prompt })).text
    },
    async stream(address) {
      const { streamText } = await import(entry)
      const model = await make(address)
      return () => streamText({ model, prompt }).textStream
    },
  })
}

function langchain(make) {
  return client({
    async ask(address) {
      const model = await make(address)
      return async () => (await model.invoke(prompt)).text
    },
    async stream(address) {
      const model = await make(address)
      return async function* () {
        for await (const chunk of await model.stream(prompt)) if (chunk.text) yield chunk.text
      }
    },
  })
}

async function* lines(reply) {
  const utf8 = new TextDecoder()
  let rest = ''
  for await (const bytes of await reply) {
    const parts = (rest + utf8.decode(bytes, { stream: true })).split('\n')
    rest = parts.pop()
    yield* parts
  }
}

async function* eventDeltas(reply) {
  for await (const line of lines(reply)) {
    if (!line.startsWith('data: ')) continue
    if (line === 'data: [DONE]') return
    const delta = JSON.parse(line.slice(6)).choices[0]?.delta?.content
    if (delta) yield delta
  }
}

export const clients = {
  'mellea, Ollama': mellea(melleaOllama),
  'mellea, OpenAI': mellea(melleaOpenAI),
  'mellea, Responses': mellea(melleaResponses),
  'mellea, Anthropic': mellea(melleaAnthropic),
  'openai 6': openai('openai'),
  'openai 7': openai('openai-7'),
  ollama: client({
    async ask(address) {
      const { Ollama } = await import('ollama')
      const ollama = new Ollama({ host: address })
      return async () =>
        (await ollama.chat({ model: 'm', messages: [{ role: 'user', content: prompt }] })).message.content
    },
    async stream(address) {
      const { Ollama } = await import('ollama')
      const ollama = new Ollama({ host: address })
      const request = { model: 'm', messages: [{ role: 'user', content: prompt }], stream: true }
      return async function* () {
        for await (const { message } of await ollama.chat(request)) if (message.content) yield message.content
      }
    },
  }),
  'ai 6': vercel('ai', '@ai-sdk/openai-compatible'),
  'ai 7': vercel('ai-7', 'openai-compatible-3'),
  'langchain, OpenAI': langchain(async (address) => {
    const { ChatOpenAI } = await import('@langchain/openai')
    return new ChatOpenAI({ model: 'm', apiKey: 'k', configuration: { baseURL: `${address}/v1` } })
  }),
  'langchain, Ollama': langchain(async (address) => {
    const { ChatOllama } = await import('@langchain/ollama')
    return new ChatOllama({ model: 'm', baseUrl: address })
  }),
  /** By hand over Node's `fetch`: what most programs would write. */
  'fetch, by hand': client({
    async ask(address) {
      return async () => (await (await post(address, false)).json()).choices[0].message.content
    },
    async stream(address) {
      return () => eventDeltas(post(address, true).then(({ body }) => body))
    },
  }),
  /** By hand over Node's `http`: about what cannot be saved. */
  'node:http, by hand': client({
    async ask(address) {
      const send = await nodeSender(address)
      return async () => {
        let text = ''
        for await (const piece of (await send(false)).setEncoding('utf8')) text += piece
        return JSON.parse(text).choices[0].message.content
      }
    },
    async stream(address) {
      const send = await nodeSender(address)
      return () => eventDeltas(send(true))
    },
  }),
}

function bodyOf(streamed) {
  return JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }], stream: streamed })
}

function post(address, streamed) {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer k' }
  return fetch(`${address}/v1/chat/completions`, { method: 'POST', headers, body: bodyOf(streamed) })
}

async function nodeSender(address) {
  const { request, Agent } = await import('node:http')
  const agent = new Agent({ keepAlive: true })
  return (streamed) =>
    new Promise((fulfil, reject) => {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer k' }
      const sent = request(`${address}/v1/chat/completions`, { method: 'POST', agent, headers }, fulfil)
      sent.on('error', reject)
      sent.end(bodyOf(streamed))
    })
}
