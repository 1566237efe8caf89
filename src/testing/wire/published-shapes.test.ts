import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedApi, violations, type PublishedApi } from '../../../test/published-api.ts'
import { nearMissesOf, samplesOf } from '../../../test/shape-samples.ts'
import { compileShape } from './compile-shape.ts'
import * as ollama from './ollama-shapes.ts'
import * as chat from './openai-chat-shapes.ts'
import * as responses from './openai-responses-shapes.ts'
import type { Shape } from './shape.ts'

/** What we accept though the published description does not, and why. */
const known: readonly (readonly [RegExp, why: string])[] = [
  [/^PullRequest\.model is missing/, "Ollama's own client says `name`"],
  [/^EmbedRequest\.keep_alive is not of type string/, 'its source takes seconds, too, as for chats'],
  [
    /\.usage is not of type object/,
    'null until a response is complete, in the examples of the description itself',
  ],
  [/\.embedding is not of type array/, 'base64, where it was asked for'],
]

const shapes: readonly (readonly [file: string, name: string, Shape])[] = [
  ['ollama.yaml', 'ChatRequest', ollama.ollamaChatRequest],
  ['ollama.yaml', 'EmbedRequest', ollama.ollamaEmbedRequest],
  ['ollama.yaml', 'ShowRequest', ollama.ollamaShowRequest],
  ['ollama.yaml', 'PullRequest', ollama.ollamaPullRequest],
  ['ollama.yaml', 'ChatStreamEvent', ollama.ollamaChatLine],
  ['ollama.yaml', 'ChatResponse', ollama.ollamaChatEnd],
  ['ollama.yaml', 'EmbedResponse', ollama.ollamaEmbedReply],
  ['ollama.yaml', 'ListResponse', ollama.ollamaTags],
  ['ollama.yaml', 'ShowResponse', ollama.ollamaShown],
  ['ollama.yaml', 'StatusEvent', ollama.ollamaPullLine],
  ['ollama.yaml', 'VersionResponse', ollama.ollamaVersion],
  ['ollama.yaml', 'ErrorResponse', ollama.ollamaError],
  ['openai.json', 'CreateChatCompletionRequest', chat.openaiChatBody],
  ['openai.json', 'CreateChatCompletionResponse', chat.openaiChatReply],
  ['openai.json', 'CreateChatCompletionStreamResponse', chat.openaiChatChunk],
  ['openai.json', 'CreateEmbeddingRequest', chat.openaiEmbedBody],
  ['openai.json', 'CreateEmbeddingResponse', chat.openaiVectors],
  ['openai.json', 'ListModelsResponse', chat.openaiModels],
  ['openai.json', 'ErrorResponse', chat.openaiError],
  ['openai.json', 'CreateResponse', responses.openaiResponsesBody],
  ['openai.json', 'Response', responses.openaiResponse],
  ['openai.json', 'ResponseStreamEvent', responses.openaiResponseEvent],
]

const apis = new Map<string, PublishedApi | string>()
for (const file of ['ollama.yaml', 'openai.json']) apis.set(file, await publishedApi(file))
for (const reason of apis.values())
  if (typeof reason === 'string')
    process.emitWarning(`SKIPPED, since there is ${reason}: our shapes against what is published.`)

describe.each(shapes)('%s: our shape of %s', (file, name, shape) => {
  const api = apis.get(file) ?? ''
  const refused = (value: unknown): readonly string[] =>
    violations(api, name, value, true).filter((each) => !known.some(([pattern]) => pattern.test(each)))
  const isOurs = compileShape(shape)

  it.skipIf(typeof api === 'string')(
    'accepts nothing that the published one refuses',
    () => {
      const values = fc.oneof(samplesOf(shape), nearMissesOf(shape))
      const accepted = values.filter((value) => isOurs(value).length === 0)
      fc.assert(
        fc.property(accepted, (value) => {
          expect(refused(value)).toEqual([])
        }),
        { numRuns: 150 },
      )
    },
    60_000,
  )

  it('takes its own samples, and refuses some of those with a change', () => {
    fc.assert(
      fc.property(samplesOf(shape), (value) => {
        expect(isOurs(value)).toEqual([])
      }),
    )
    expect(fc.sample(nearMissesOf(shape), 300).some((value) => isOurs(value).length > 0)).toBe(true)
  })
})
