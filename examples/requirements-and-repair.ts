/** What an answer must do: said in words, checked by code, repaired when it fails, and looked at when it fails for good. */
import { check, req, RequirementsNotMetError, startSession, words, type MelleaSession } from 'mellea'
import { runAsProgram } from './run-as-program.ts'

export async function inviteToLunch(m: MelleaSession, name: string): Promise<string> {
  try {
    const out = await m.instruct('Write an e-mail inviting {{name}} to lunch.', {
      userVariables: { name },
      requirements: [
        req(
          'Use only lower-case letters.',
          (text) => text === text.toLowerCase() || 'There are upper-case letters.',
        ),
        check('Do not mention purple elephants.', (text) => !/purple elephant/i.test(text)), // checked, never shown
        words.max(60),
      ],
    })
    return `${out.text}\n(${out.attempts} attempts, ${out.ledger.totalTokens} tokens)`
  } catch (error) {
    if (!(error instanceof RequirementsNotMetError)) throw error
    const { best, failures } = error.sampling
    return `${best.text}\n(still wrong: ${failures.map(({ result }) => result.reason).join('; ')})`
  }
}

await runAsProgram(import.meta.url, async () =>
  console.log(await inviteToLunch(startSession({ backendName: 'auto' }), 'Olivia')),
)
