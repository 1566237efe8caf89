import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startFakeOpenAI } from '../../testing/fake-openai.ts'
import type { FakeReply } from '../../testing/fake-reply.ts'
import { OpenAIBackend } from '../openai.ts'

const texts = ['a', 'b']
const { signal } = new AbortController()

/** What comes of one reply. */
async function vectorsOf(reply: FakeReply): Promise<readonly (readonly number[])[]> {
  const server = await startFakeOpenAI()
  try {
    server.reply(reply)
    const backend = new OpenAIBackend({ modelId: 'tiny', baseURL: `${server.url}/v1`, env: {} })
    return (await backend.embed({ texts, signal })).vectors
  } finally {
    await server.close()
  }
}

/** A backend at OpenAI's address whose requests are answered here. */
function official(answer: (body: Readonly<Record<string, unknown>>) => object): OpenAIBackend {
  const fetch: typeof globalThis.fetch = async (_url, init) =>
    Response.json(answer((await new Response(init?.body).json()) as Record<string, unknown>))
  return new OpenAIBackend({ modelId: 'text-embedding-3-small', apiKey: 'sk-test-key', env: {}, fetch })
}

function toBase64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64')
}

it('asks OpenAI for base64, and reads back every number', async () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true })
  await fc.assert(
    fc.asyncProperty(fc.array(float, { minLength: 1, maxLength: 30 }), async (vector) => {
      const backend = official(({ encoding_format: format, dimensions }) => {
        expect([format, dimensions]).toEqual(['base64', undefined])
        return { data: [{ index: 0, embedding: toBase64(vector) }] }
      })
      expect((await backend.embed({ texts: ['a'], signal })).vectors).toEqual([vector])
    }),
  )
})

it('reads plain lists also where it asked for base64', async () => {
  const backend = official(() => ({ data: [{ index: 0, embedding: [0.5, 1] }] }))
  expect(await backend.embed({ texts: ['a'], signal })).toEqual({ vectors: [[0.5, 1]] })
})

it('asks other servers for what they give by themselves, unless it is told otherwise', async () => {
  const server = await startFakeOpenAI()
  const backend = new OpenAIBackend({ modelId: 'tiny', baseURL: `${server.url}/v1`, env: {} })
  const [plain, packed] = [
    await backend.embed({ texts, signal }),
    await backend.embed({ texts, signal, extraBody: { encoding_format: 'base64' } }),
  ]
  expect(packed).toEqual(plain)
  expect(server.requests.map(({ body }) => body['encoding_format'])).toEqual([undefined, 'base64'])
  await server.close()
})

it('puts vectors into the order of their texts', async () => {
  const data = [
    { index: 1, embedding: [2] },
    { index: 0, embedding: [1] },
  ]
  expect(await vectorsOf({ body: JSON.stringify({ data }) })).toEqual([[1], [2]])
  expect(
    await vectorsOf({ body: JSON.stringify({ data: data.map(({ embedding }) => ({ embedding })) }) }),
  ).toEqual([[2], [1]])
})

it('takes no vector whose text is not known, and nothing that is none', async () => {
  for (const data of [
    [
      { index: 0, embedding: [1] },
      { index: 0, embedding: [2] },
    ],
    [
      { index: 1, embedding: [1] },
      { index: 2, embedding: [2] },
    ],
    [
      { index: 0, embedding: [1] },
      { index: 1, embedding: 'AAA' },
    ],
    [
      { index: 0, embedding: [1] },
      { index: 1, embedding: [null] },
    ],
    [{ index: 0, embedding: [1] }, null],
    'none',
  ])
    await expect(vectorsOf({ body: JSON.stringify({ data }) })).rejects.toMatchObject({
      code: 'malformed-reply',
    })
})

it('finds an error in a reply that began well', async () => {
  const body = JSON.stringify({ error: { message: 'The model crashed.', type: 'server_error' } })
  await expect(vectorsOf({ body })).rejects.toThrow(/The model crashed/)
})
