import type { FakeAnswer } from '../fake-server.ts'
import * as anthropic from './anthropic-shapes.ts'
import { nameOfType, type Misfit } from './compile-shape.ts'
import * as ollama from './ollama-shapes.ts'
import * as chat from './openai-chat-shapes.ts'
import * as responses from './openai-responses-shapes.ts'
import { protocolOf, type Protocol } from './protocol.ts'
import { either } from './shape.ts'

const refusal = (body: object): FakeAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/json' },
  frames: [JSON.stringify(body)],
})

/** What is wrong, in the words of the field. */
function describeMisfit({ path, kind, expected }: Misfit, got?: unknown): string {
  const where = path === '' ? 'the body' : `'${path}'`
  if (kind === 'missing') return `Missing required parameter: ${where}.`
  if (kind === 'unknown') return `Unknown parameter: ${where}.`
  const found =
    got === undefined ? '' : `, but got ${kind === 'type' ? nameOfType(got) : JSON.stringify(got)}`
  return `Invalid ${kind} for ${where}: expected ${expected}${found} instead.`
}

const codes = {
  type: 'invalid_type',
  missing: 'missing_required_parameter',
  value: 'invalid_value',
  bounds: 'invalid_value',
  unknown: 'unknown_parameter',
} as const

/** Ollama's own API. */
export const ollamaProtocol: Protocol = protocolOf({
  exchanges: {
    'POST /api/chat': {
      request: ollama.ollamaChatRequest,
      reply: ollama.ollamaChatEnd,
      event: either(ollama.ollamaChatLine, ollama.ollamaChatEnd, ollama.ollamaError),
    },
    'POST /api/embed': { request: ollama.ollamaEmbedRequest, reply: ollama.ollamaEmbedReply },
    'POST /api/show': { request: ollama.ollamaShowRequest, reply: ollama.ollamaShown },
    'POST /api/pull': {
      request: ollama.ollamaPullRequest,
      reply: ollama.ollamaPullLine,
      event: either(ollama.ollamaPullLine, ollama.ollamaError),
    },
    'GET /api/tags': { reply: ollama.ollamaTags },
    'GET /api/version': { reply: ollama.ollamaVersion },
  },
  error: ollama.ollamaError,
  refuse: (misfit, got) => refusal({ error: describeMisfit(misfit, got) }),
})

/** OpenAI's Chat Completions, Responses, embeddings and models. */
export const openaiProtocol: Protocol = protocolOf({
  exchanges: {
    'POST /v1/chat/completions': {
      request: chat.openaiChatBody,
      reply: chat.openaiChatReply,
      event: either(chat.openaiChatChunk, chat.openaiError),
    },
    'POST /v1/responses': {
      request: responses.openaiResponsesBody,
      reply: responses.openaiResponse,
      event: responses.openaiResponseEvent,
    },
    'POST /v1/embeddings': { request: chat.openaiEmbedBody, reply: chat.openaiVectors },
    'GET /v1/models': { reply: chat.openaiModels },
  },
  error: chat.openaiError,
  refuse: (misfit, got) =>
    refusal({
      error: {
        message: describeMisfit(misfit, got),
        type: 'invalid_request_error',
        param: misfit.path || null,
        code: codes[misfit.kind],
      },
    }),
})

/** Anthropic's Messages. */
export const anthropicProtocol: Protocol = protocolOf({
  exchanges: {
    'POST /v1/messages': {
      request: anthropic.anthropicBody,
      reply: anthropic.anthropicMessage,
      event: anthropic.anthropicEvent,
    },
    'GET /v1/models/{id}': { reply: anthropic.anthropicModel },
  },
  error: anthropic.anthropicError,
  refuse: (misfit, got) =>
    refusal({
      type: 'error',
      error: { type: 'invalid_request_error', message: describeMisfit(misfit, got) },
    }),
})
