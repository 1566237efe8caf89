import type { FakeReply, FakeRequest } from '../src/testing/fake-reply.ts'
import { inPieces, writtenArguments } from '../src/testing/fake-reply.ts'
import { startFakeServer, type FakeAnswer, type FakeServer } from '../src/testing/fake-server.ts'
import { eventMessage } from './event-message.ts'

const STREAM = { 'content-type': 'application/vnd.amazon.eventstream' }
const JSON_TYPE = { 'content-type': 'application/json' }

/** A server without a model that speaks Bedrock's Converse. */
export function startFakeBedrock(): Promise<FakeServer> {
  return startFakeServer((request, nextReply) => {
    const streams = request.path.endsWith('/converse-stream')
    if (!streams && !request.path.endsWith('/converse'))
      return { status: 404, headers: JSON_TYPE, frames: ['{}'] }
    const reply = nextReply()
    if (reply.body !== undefined) return { headers: streams ? STREAM : JSON_TYPE, frames: [reply.body] }
    if (reply.status !== undefined)
      return {
        status: reply.status,
        headers: JSON_TYPE,
        frames: [JSON.stringify({ message: reply.error ?? '' })],
      }
    return streams ? stream(reply) : whole(request, reply)
  })
}

function event(type: string, payload: object): Uint8Array {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }
  return eventMessage(headers, JSON.stringify(payload))
}

function stream(reply: FakeReply): FakeAnswer {
  const deltas: Uint8Array[] = []
  let index = 0
  const block = (all: readonly object[], start?: object): void => {
    if (start) deltas.push(event('contentBlockStart', { contentBlockIndex: index, start }))
    for (const delta of all) deltas.push(event('contentBlockDelta', { contentBlockIndex: index, delta }))
    deltas.push(event('contentBlockStop', { contentBlockIndex: index }))
    index += 1
  }
  if (reply.thinking !== undefined)
    block([
      ...inPieces(reply.thinking, reply.chunkSize).map((text) => ({ reasoningContent: { text } })),
      { reasoningContent: { signature: 'c2lnbmVk' } },
    ])
  if (reply.text !== undefined) block(inPieces(reply.text, reply.chunkSize).map((text) => ({ text })))
  for (const { id = `tooluse_${index}`, name, arguments: input } of reply.toolCalls ?? [])
    block(
      inPieces(writtenArguments(input), reply.chunkSize).map((piece) => ({ toolUse: { input: piece } })),
      { toolUse: { toolUseId: id, name } },
    )
  const frames = [
    event('messageStart', { role: 'assistant' }),
    ...deltas,
    event('messageStop', { stopReason: reasonOf(reply) }),
    event('metadata', { usage: usageOf(reply, deltas.length), metrics: { latencyMs: 5 } }),
  ]
  if (reply.errorAfterFrames === undefined) return { headers: STREAM, frames }
  const headers = { ':exception-type': 'modelStreamErrorException', ':message-type': 'exception' }
  const error = eventMessage(headers, JSON.stringify({ message: reply.error ?? 'Something failed.' }))
  return { headers: STREAM, frames: [...frames.slice(0, reply.errorAfterFrames), error] }
}

function whole(_: FakeRequest, reply: FakeReply): FakeAnswer {
  const { thinking, text } = reply
  const content = [
    ...(thinking === undefined
      ? []
      : [{ reasoningContent: { reasoningText: { text: thinking, signature: 'c2lnbmVk' } } }]),
    ...(text === undefined ? [] : [{ text }]),
    ...(reply.toolCalls ?? []).map(({ id, name, arguments: input }, at) => ({
      toolUse: { toolUseId: id ?? `tooluse_${at}`, name, input },
    })),
  ]
  const output = { message: { role: 'assistant', content } }
  const body = { output, stopReason: reasonOf(reply), usage: usageOf(reply, 1), metrics: { latencyMs: 5 } }
  return { headers: JSON_TYPE, frames: [JSON.stringify(body)] }
}

function reasonOf({ finishReason, toolCalls }: FakeReply): string {
  if (finishReason === 'length') return 'max_tokens'
  return toolCalls?.length ? 'tool_use' : 'end_turn'
}

function usageOf({ inputTokens = 7, outputTokens }: FakeReply, generated: number): object {
  const output = outputTokens ?? generated
  return { inputTokens, outputTokens: output, totalTokens: inputTokens + output }
}
