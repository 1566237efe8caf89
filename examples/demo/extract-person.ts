import type { MelleaSession, SamplingResult } from 'mellea'
import { z } from 'zod'
import type { Terminal } from './terminal.ts'

const schema = z.object({ name: z.string(), company: z.string(), age: z.int().min(0).max(130) })

export interface Person {
  readonly name: string
  readonly company: string
  readonly age: number
}

const sentence = 'Alice Jones is 31 years old and works at Acme as an engineer.'

/** The schema types the value, constrains the model where the backend can, and validates what comes back in any case. */
export async function extractPerson(m: MelleaSession, out: Terminal): Promise<SamplingResult<Person>> {
  out.note(sentence)
  const call = m.instruct(
    'Extract the name, the company and the age of the person from this text: {{sentence}}',
    {
      userVariables: { sentence },
      format: schema,
      modelOptions: { maxNewTokens: 100, temperature: 0 },
    },
  )
  const result = await call.sampling()
  if (result.success) {
    const { name, company, age } = result.result.value // typed: string, string, number
    out.line(`name: ${name}, company: ${company}, age: ${age}`)
    out.note(`The schema was ${result.result.receipt.schema} by the backend, and validated here.`)
  } else {
    out.line(out.bad('No answer fitted the schema.'))
    for (const { result: why } of result.failures) out.line(`  ${why.reason ?? ''}`)
  }
  return result
}
