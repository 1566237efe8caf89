import { allOf, anyOf, check, matches, not, req, simpleValidate, words } from 'mellea'
import { RejectionSamplingStrategy, repairTemplate, RequirementsNotMetError, startSession } from 'mellea'
import type { MelleaSession } from 'mellea'
import { z } from 'zod'

export async function invitation(m: MelleaSession = startSession()): Promise<string> {
  const out = await m.instruct('Write an email inviting {{name}} to lunch.', {
    userVariables: { name: 'Olivia' },
    requirements: [
      'The email has a salutation.', // judged by the model
      req('Use only lower-case letters.', (s) => s === s.toLowerCase() || 'found upper case'), // a text is the reason
      req('Fewer than 60 words.', {
        validationFn: simpleValidate((s) => s.split(/\s+/).length < 60, { reason: 'too long' }),
      }),
      check('Do not mention purple elephants.', (s) => !/purple elephant/i.test(s)), // checked, never shown to the model
      words.max(60),
      not(matches(/TODO/)),
      anyOf(matches(/lunch/i), matches(/meal/i)),
    ],
    strategy: repairTemplate({ loopBudget: 4 }),
  })
  return `${out.value} (${out.attempts} attempts, ${out.ledger.totalTokens} tokens)`
}

// failure is explicit: throw (default), `onFailure: 'best'`, or inspect
export async function inspected(m: MelleaSession = startSession()): Promise<readonly unknown[]> {
  const call = m.instruct('Greet.', {
    requirements: ['Be formal.'],
    strategy: new RejectionSamplingStrategy({ loopBudget: 2 }),
  })
  const r = await call.sampling() // never throws for unmet requirements
  return r.success ? [r.result.text] : [r.best.text, ...r.failures.map((f) => f.result.reason)]
}

export async function caught(m: MelleaSession = startSession()): Promise<string> {
  try {
    return (await m.instruct('Greet.', { requirements: ['Be formal.'] })).text
  } catch (e) {
    if (e instanceof RequirementsNotMetError) return `best: ${e.sampling.best.text}`
    throw e
  }
}

export async function best(m: MelleaSession = startSession()): Promise<readonly boolean[]> {
  const one = await m.instruct('Greet.', { requirements: ['Be formal.'], onFailure: 'best' })
  const two = await m.instruct('Greet.', { requirements: ['Be formal.'], strategy: null }).orBest()
  return [one.ok, two.ok]
}

// requirements over the parsed value: typed from `format`, in any property order
const Plan = z.object({ budget: z.number(), items: z.array(z.object({ cost: z.number() })) })

export async function party(m: MelleaSession = startSession()): Promise<number> {
  const { value } = await m.instruct('Plan the party.', {
    format: Plan,
    requirements: [
      (p) => p.items.length > 2 || 'need at least three items', // code only
      [
        'Costs add up to at most the budget.',
        (p) => p.items.reduce((sum, { cost }) => sum + cost, 0) <= p.budget,
      ], // prompt text + code
      {
        description: 'No item costs zero.',
        checkOnly: true,
        validate: (p) => p.items.every((i) => i.cost > 0),
      },
      allOf(matches(/cost/), not(matches(/TODO/))), // these look at the text, here JSON
      'Sounds fun.',
    ],
  })
  return value.items.length
}

export async function validated(m: MelleaSession = startSession()): Promise<boolean> {
  const { ok, validations } = await m.validate(['Polite.', words.max(10)], { output: 'hi' })
  return ok && validations.every(({ result }) => result.status === 'pass')
}

/** Never called: what the compiler refuses. */
export function refused(m: MelleaSession): void {
  // @ts-expect-error  no such field
  void m.instruct('Plan.', { format: Plan, requirements: [(p) => p.nope > 1] })
  // @ts-expect-error  an inline req() cannot see `format`: use the pair, or req<Plan>()
  void m.instruct('Plan.', { format: Plan, requirements: [req('positive', (p) => p.budget > 0)] })
  // @ts-expect-error  a forgotten `return` is no verdict
  void m.instruct('Plan.', { format: Plan, requirements: [(p) => void p.items.length] })
}
