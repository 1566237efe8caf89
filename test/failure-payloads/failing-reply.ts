import type { FakeAnswer } from '../../src/testing/fake-server.ts'
import { eventMessage } from '../event-message.ts'
import type { FailurePayload, Through } from './failure-payload.ts'

/** What every reply that begins well has said before it fails. */
export const BEGUN = 'Hel'

/** The failure as its server sends it, with the caller's key wherever a server may repeat it. */
export function failingReply(failure: FailurePayload, through: Through, key: string): FakeAnswer {
  const body = withKey(failure.body, key)
  const { status, headers } = failure
  if (failure.place !== 'begun')
    return { status, headers: { 'content-type': 'application/json', ...headers }, frames: [body] }
  return { status, ...begun(through, body, failure.event) }
}

function withKey(body: object | string, key: string): string {
  if (typeof body === 'string') return body.startsWith('<') ? `${body}<!-- ${key} -->` : body
  const echoed = Array.isArray(body)
    ? body.map((each: object) => ({ ...each, echo: key }))
    : { ...body, echo: key }
  return JSON.stringify(echoed).replaceAll('{{key}}', key)
}

function begun(through: Through, body: string, name?: string): Pick<FakeAnswer, 'headers' | 'frames'> {
  if (through === 'ollama')
    return {
      headers: { 'content-type': 'application/x-ndjson' },
      frames: [
        `${JSON.stringify({ model: 'tiny', message: { content: BEGUN }, done: false })}\n`,
        `${body}\n`,
      ],
    }
  if (through.startsWith('litellm:bedrock')) return converse(body)
  const events = through === 'anthropic' ? anthropic() : through === 'responses' ? responses() : chat()
  return {
    headers: { 'content-type': 'text/event-stream' },
    frames: [...events.map(event), `${name ? `event: ${name}\n` : ''}data: ${body}\n\n`],
  }
}

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`

function chat(): readonly object[] {
  const choices = [{ index: 0, delta: { role: 'assistant', content: BEGUN }, finish_reason: null }]
  return [{ id: 'c', object: 'chat.completion.chunk', model: 'tiny', choices }]
}

function anthropic(): readonly object[] {
  const usage = { input_tokens: 3, output_tokens: 1 }
  return [
    { type: 'message_start', message: { id: 'msg_1', model: 'claude-tiny', content: [], usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: BEGUN } },
  ]
}

function responses(): readonly object[] {
  const item = { id: 'msg_1', type: 'message', role: 'assistant', content: [] }
  return [
    {
      type: 'response.created',
      response: { id: 'resp_1', model: 'tiny', status: 'in_progress', output: [] },
    },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'msg_1', delta: BEGUN },
  ]
}

function converse(body: string): Pick<FakeAnswer, 'headers' | 'frames'> {
  const said = { contentBlockIndex: 0, delta: { text: BEGUN } }
  const headers = { ':event-type': 'contentBlockDelta', ':message-type': 'event' }
  const { type, ...payload } = JSON.parse(body) as { readonly type: string }
  const failed = { ':exception-type': type, ':message-type': 'exception' }
  return {
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    frames: [eventMessage(headers, JSON.stringify(said)), eventMessage(failed, JSON.stringify(payload))],
  }
}
