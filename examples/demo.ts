/**
 * The demo: one program, from a model to checked answers.
 *
 *   npm run demo
 *   npm run demo -- --backend ollama --model llama3.2:3b
 *
 * Read it top to bottom: it is a first lesson. Its four steps are the files in `demo/`.
 */
import { pathToFileURL } from 'node:url'
import type { MelleaSession } from 'mellea'
import { attemptsTable, ledgerLine } from './demo/attempts-table.ts'
import { extractPerson } from './demo/extract-person.ts'
import { pickSession } from './demo/pick-session.ts'
import { readArguments } from './demo/read-arguments.ts'
import { terminal, type Terminal } from './demo/terminal.ts'
import { writeEmail } from './demo/write-email.ts'

/** All of the demo on any session: a test runs it on a scripted one. */
export async function demo(m: MelleaSession, out: Terminal): Promise<void> {
  out.title('An e-mail with three requirements, streamed')
  const email = await writeEmail(m, out)

  out.title('A typed object out of a sentence')
  const person = await extractPerson(m, out)

  out.title('What happened')
  out.line(attemptsTable({ email, person }))
  out.line(ledgerLine(m.ledger))
}

async function main(): Promise<number> {
  const out = terminal(process.stdout)
  const args = readArguments(process.argv.slice(2))
  if ('message' in args) {
    out.line(args.message)
    return args.exitCode
  }
  const session = await pickSession(args, out)
  try {
    await demo(session, out)
  } finally {
    await session[Symbol.asyncDispose]()
  }
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main()
