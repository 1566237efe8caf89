/**
 * Stands for a model server, and costs next to nothing: sockets, prepared replies, no HTTP library. What is measured is the client.
 *
 * The address says how to answer: `/<way>/<tokens>/...`, where the way is `bulk` (a streamed reply in one write), `flushed` (each token an
 * HTTP chunk of its own, twenty in a write) or `single` (each token a write of its own). Whether to stream is what the request's body says.
 */
import { createServer } from 'node:net'

const created = '2026-01-01T00:00:00.000000Z'
const sentence = 'The quick brown fox jumps over the lazy dog. '.repeat(4)
const openaiHead = { id: 'chatcmpl-1', created: 1767225600, model: 'm' }
const ollamaEnd = {
  done: true,
  done_reason: 'stop',
  total_duration: 1,
  load_duration: 1,
  prompt_eval_count: 20,
  prompt_eval_duration: 1,
  eval_duration: 1,
}

const protocols = {
  openai: {
    type: 'text/event-stream',
    whole: (text) => ({
      ...openaiHead,
      object: 'chat.completion',
      choices: [
        { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop', logprobs: null },
      ],
      usage: { prompt_tokens: 20, completion_tokens: 40, total_tokens: 60 },
    }),
    pieces(tokens) {
      const chunk = (choices, more) => ({ ...openaiHead, object: 'chat.completion.chunk', choices, ...more })
      const choice = (delta, finish_reason) => [{ index: 0, delta, finish_reason, logprobs: null }]
      const usage = { prompt_tokens: 20, completion_tokens: tokens, total_tokens: 20 + tokens }
      const data = [
        chunk(choice({ role: 'assistant', content: '' }, null)),
        ...words(tokens).map((content) => chunk(choice({ content }, null))),
        chunk(choice({}, 'stop')),
        chunk([], { usage }),
      ]
      return [...data.map((each) => `data: ${JSON.stringify(each)}\n\n`), 'data: [DONE]\n\n']
    },
  },
  ollama: {
    type: 'application/x-ndjson',
    whole: (text) => ({
      model: 'm',
      created_at: created,
      message: { role: 'assistant', content: text },
      ...ollamaEnd,
      eval_count: 40,
    }),
    pieces(tokens) {
      const line = (content, more) => ({
        model: 'm',
        created_at: created,
        message: { role: 'assistant', content },
        ...more,
      })
      const data = [
        ...words(tokens).map((content) => line(content, { done: false })),
        line('', { ...ollamaEnd, eval_count: tokens }),
      ]
      return data.map((each) => `${JSON.stringify(each)}\n`)
    },
  },
}

/** Responses and Messages: what their events are called stands in front of them. */
const eventText = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`

protocols.responses = {
  type: 'text/event-stream',
  whole: (text) => responseOf([answerItem(text)], 40),
  pieces(tokens) {
    const all = words(tokens)
    const item = answerItem(all.join(''))
    const at = { item_id: item.id, output_index: 0, content_index: 0 }
    const events = [
      { type: 'response.created', response: { ...responseOf([], 0), status: 'in_progress', usage: null } },
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { ...item, status: 'in_progress', content: [] },
      },
      ...all.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: responseOf([item], tokens) },
    ]
    return events.map((each, sequence_number) => eventText({ ...each, sequence_number }))
  },
}

function answerItem(text) {
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }]
  return { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content }
}

function responseOf(output, tokens) {
  const usage = { input_tokens: 20, output_tokens: tokens, total_tokens: 20 + tokens }
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1767225600,
    status: 'completed',
    model: 'm',
    output,
    usage,
  }
}

const anthropicHead = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', stop_sequence: null }

protocols.anthropic = {
  type: 'text/event-stream',
  whole: (text) => ({
    ...anthropicHead,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 20, output_tokens: 40 },
  }),
  pieces(tokens) {
    const usage = { input_tokens: 20, output_tokens: 1 }
    const events = [
      { type: 'message_start', message: { ...anthropicHead, content: [], stop_reason: null, usage } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      ...words(tokens).map((text) => ({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text },
      })),
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: tokens },
      },
      { type: 'message_stop' },
    ]
    return events.map(eventText)
  },
}

function nameOf(path = '') {
  if (path.includes('/api/')) return 'ollama'
  if (path.endsWith('/responses')) return 'responses'
  return path.endsWith('/messages') ? 'anthropic' : 'openai'
}

function words(tokens) {
  return Array.from({ length: tokens }, (_, index) => ` tok${index % 10}`)
}

const keepAlive = 'connection: keep-alive\r\nkeep-alive: timeout=600\r\n'
const prepared = new Map()

/** The writes of one reply. */
function reply(way, tokens, name, streamed) {
  const key = `${way} ${tokens} ${name} ${streamed}`
  let writes = prepared.get(key)
  if (!writes) prepared.set(key, (writes = makeReply(way, tokens, protocols[name], streamed)))
  return writes
}

function makeReply(way, tokens, protocol, streamed) {
  if (!streamed) {
    const body = Buffer.from(JSON.stringify(protocol.whole(sentence)))
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${keepAlive}content-length: ${body.length}\r\n\r\n`
    return [Buffer.concat([Buffer.from(head), body])]
  }
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${protocol.type}\r\ncache-control: no-cache\r\n${keepAlive}transfer-encoding: chunked\r\n\r\n`
  const pieces = protocol.pieces(tokens)
  const end = '0\r\n\r\n'
  if (way === 'bulk') return [Buffer.from(head + chunk(pieces.join('')) + end)]
  const size = way === 'single' ? 1 : 20
  const writes = [head]
  for (let at = 0; at < pieces.length; at += size)
    writes.push(
      pieces
        .slice(at, at + size)
        .map(chunk)
        .join(''),
    )
  return [...writes, end].map((text) => Buffer.from(text))
}

function chunk(text) {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}

function serve(socket) {
  let received = ''
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('error', () => {})
  socket.on('data', (text) => {
    received += text
    for (;;) {
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = received.slice(0, headEnd)
      const body = bodyOf(head, received, headEnd + 4)
      if (!body) return
      received = received.slice(body.end)
      const [, way, tokens, path] = /^\w+ \/(\w+)\/(\d+)(\S*)/.exec(head) ?? []
      const name = nameOf(path)
      // Ollama streams unless it is told not to
      const streamed =
        /"stream":\s*(true|false)/.exec(body.text)?.[1] ?? (name === 'ollama' ? 'true' : 'false')
      answer(socket, reply(way, Number(tokens), name, streamed === 'true'))
    }
  })
}

function bodyOf(head, received, start) {
  const length = /content-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const end = start + Number(length)
    return received.length >= end ? { text: received.slice(start, end), end } : undefined
  }
  if (!/transfer-encoding: *chunked/i.test(head)) return { text: '', end: start }
  const last = received.indexOf('0\r\n\r\n', start)
  return last < 0 ? undefined : { text: received.slice(start, last), end: last + 5 }
}

function answer(socket, writes, at = 0) {
  const fine = socket.write(writes[at])
  if (at + 1 === writes.length) return
  const next = () => answer(socket, writes, at + 1)
  if (fine) setImmediate(next)
  else socket.once('drain', next)
}

const server = createServer(serve)
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () =>
  process.send?.({ port: server.address().port }),
)
process.on('disconnect', () => process.exit())
