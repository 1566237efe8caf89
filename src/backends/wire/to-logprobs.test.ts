import { expect, it } from 'vitest'
import { toLogprobs } from './to-logprobs.ts'

it('reads tokens with the likeliest of their places, as OpenAI and Ollama send them, and nothing else of them', () => {
  const yes = { token: 'Yes', logprob: -0.1, bytes: [89, 101, 115] }
  const no = { token: 'No', logprob: -2.4, bytes: [78, 111] }
  expect(
    toLogprobs([
      { ...yes, top_logprobs: [yes, no] },
      { ...no, top_logprobs: [] },
      { ...no, top_logprobs: null },
    ]),
  ).toEqual([
    {
      token: 'Yes',
      logprob: -0.1,
      top: [
        { token: 'Yes', logprob: -0.1 },
        { token: 'No', logprob: -2.4 },
      ],
    },
    { token: 'No', logprob: -2.4 },
    { token: 'No', logprob: -2.4 },
  ])
})
