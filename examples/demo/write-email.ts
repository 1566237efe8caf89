import { req, words, type MelleaSession, type SamplingResult } from 'mellea'
import type { Terminal } from './terminal.ts'

/** Asks for an e-mail, shows it while it is written, and says what became of every requirement. */
export async function writeEmail(m: MelleaSession, out: Terminal): Promise<SamplingResult<string>> {
  const call = m.instruct('Write a short thank-you e-mail to {{name}}. Notes: {{notes}}', {
    userVariables: { name: 'Olivia', notes: 'She organised the intern events and led the hackathon.' },
    requirements: [
      'The e-mail is friendly.', // judged by the model itself
      req(
        'Begin with "Dear Olivia".',
        (text) => /^\W*dear olivia/i.test(text) || 'It does not begin with "Dear Olivia".',
      ),
      words.max(100),
    ],
    // a seed makes the run repeat; every further attempt gets the next one
    modelOptions: { maxNewTokens: 160, temperature: 0.3, seed: 3 },
  })

  // `events` shows every attempt as it is written; a rejected one is followed by a repaired one
  for await (const event of call.events) {
    if (event.type === 'attempt-started')
      out.note(event.attempt === 1 ? 'first attempt' : `attempt ${event.attempt}, told why`)
    if (event.type === 'text-delta') out.delta(event.delta)
    if (event.type === 'attempt-rejected')
      for (const { name, result } of event.failures) out.line(`${out.bad('✗')} ${result.reason ?? name}`)
    if (event.type === 'attempt-accepted') out.line(`${out.good('✓')} accepted: every requirement is met`)
  }

  const { ok, validations } = await call
  if (!ok) out.line('No attempt met everything; this is the best one:')
  for (const { name, result, requirement, skipped } of validations) {
    const mark = result.status === 'pass' ? out.good('met  ') : out.bad(skipped ? 'open ' : 'unmet')
    out.line(
      `  ${mark} ${name}${requirement.validate ? '' : "  (the model's own judgement, worth as much as the model)"}`,
    )
  }
  return call.sampling()
}
