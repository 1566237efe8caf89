import { generative, rejectionSampling, SimpleContext, startSession, type MelleaSession } from 'mellea'
import { z } from 'zod'

const classifySentiment = generative({
  name: 'classifySentiment',
  doc: 'Classify the sentiment of the text.',
  input: z.object({ text: z.string() }),
  output: z.enum(['positive', 'negative']),
})

const extractUser = generative({
  name: 'extractUser',
  doc: "Extract the user's name and age from the text.",
  input: z.object({ text: z.string(), locale: z.string().default('en') }),
  output: z.object({ name: z.string(), age: z.int() }),
  preconditions: [({ text }) => text.length < 4_000 || 'text too long'],
  requirements: [({ age }) => age < 130 || `age ${age} is implausible`],
})

// tagged-template forms: the placeholders become the parameter names
const summarize = generative`Summarize ${'transcript'} for ${'audience'} in one paragraph.`
const isRisky = generative.returns(z.boolean())`Does ${'summary'} describe an actionable risk?`

export async function functions(m: MelleaSession = startSession()): Promise<readonly unknown[]> {
  const sentiment = await classifySentiment(m, { text: 'I love this!' })
  sentiment satisfies 'positive' | 'negative'

  const user = await extractUser(
    m,
    { text: 'Alice is 31.' },
    { strategy: rejectionSampling({ loopBudget: 3 }) },
  )
  user.age satisfies number

  const summary = await summarize(m, { transcript: 'We agreed on Friday.', audience: 'executives' })
  summary satisfies string
  const risky = await isRisky(m, { summary }) // guarded nondeterminism
  risky satisfies boolean
  return [sentiment, user, summary, risky]
}

/** The functional form: explicit context in, new context out. */
export async function functional({ backend }: MelleaSession = startSession()): Promise<number> {
  const { value, context } = await classifySentiment.run(
    { backend, context: new SimpleContext() },
    { text: 'meh' },
  )
  value satisfies 'positive' | 'negative'
  return context.messages.length
}

/** Never called: what the compiler refuses. */
export function refused(m: MelleaSession, name: string): void {
  // @ts-expect-error  wrong argument name
  void classifySentiment(m, { txt: 'x' })
  // @ts-expect-error  `audience` is missing
  void summarize(m, { transcript: '…' })
  // @ts-expect-error  a placeholder is a literal: a variable would let somebody's text become a name
  void generative`Summarize ${name}.`
}
