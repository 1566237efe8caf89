/** Functions whose body is the model: typed on both sides, composed like any other code. */
import { generative, startSession, type MelleaSession } from 'mellea'
import { z } from 'zod'
import { runAsProgram } from './run-as-program.ts'

const classifySentiment = generative({
  name: 'classifySentiment',
  doc: 'Classify the sentiment of the text.',
  input: z.object({ text: z.string() }),
  output: z.enum(['positive', 'negative']),
  preconditions: [({ text }) => text.length < 4_000 || 'the text is too long'],
})
const summarize = generative`Summarize ${'review'} for ${'audience'} in one sentence.`

export interface ReviewReport {
  readonly sentiment: 'positive' | 'negative'
  readonly summary: string
}

export async function reviewReport(m: MelleaSession, review: string): Promise<ReviewReport> {
  const sentiment = await classifySentiment(m, { text: review })
  const audience = sentiment === 'negative' ? 'the support team' : 'the marketing team'
  return { sentiment, summary: await summarize(m, { review, audience }) }
}

await runAsProgram(import.meta.url, async () =>
  console.log(
    await reviewReport(startSession({ backendName: 'auto' }), 'I love this kettle. It boils in a minute.'),
  ),
)
