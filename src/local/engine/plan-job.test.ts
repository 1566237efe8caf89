import { expect, it } from 'vitest'
import { chatTemplate } from '../../formatters/chat-template.ts'
import { planJob } from './plan-job.ts'

/** What a template that looks at `variable` is given, and the options that could not be honoured. */
async function planned(thinking: unknown, variable: string): Promise<readonly [string, readonly string[]]> {
  const source = `{{ ${variable} }}`
  const template = await chatTemplate({ source, controls: [], bos: '', eos: '' })
  let prompt = ''
  const { warnings } = planJob(
    {
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi.' }] }],
      options: { thinking },
      transport: 'stream',
      signal: new AbortController().signal,
    },
    {
      template,
      defaults: {},
      contextSize: 100,
      tokenize: (pieces) => {
        prompt = pieces.map(({ text }) => text).join('')
        return [1]
      },
      random: () => 0,
    },
  )
  return [prompt, warnings.map(({ option, message }) => `${option}: ${message}`)]
}

it('switches thinking where the template has a switch, and says what the switch cannot do', async () => {
  expect(await planned(true, 'enable_thinking')).toEqual(['true', []])
  expect(await planned(false, 'enable_thinking')).toEqual(['false', []])
  expect(await planned('none', 'enable_thinking')).toEqual(['false', []])
  for (const amount of ['low', { maxTokens: 100 }])
    expect(await planned(amount, 'enable_thinking')).toEqual([
      'true',
      [expect.stringMatching(/^thinking: .*only switch thinking on and off/)],
    ])
})

it('leaves thinking out of a template without a switch, with a warning unless none was wanted', async () => {
  expect(await planned(false, 'mood')).toEqual(['', []])
  expect(await planned(true, 'mood')).toEqual(['', [expect.stringMatching(/has no switch/)]])
})
