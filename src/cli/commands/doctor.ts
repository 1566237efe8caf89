import { defineCommand, type ArgsDef, type CommandDef } from 'citty'
import type { Terminal } from '../terminal.ts'

/** What follows the options in `m doctor --help`. */
export const doctorExamples = `EXAMPLES

  m doctor
  m doctor --online       asks api.openai.com, too, whether it takes OPENAI_API_KEY
  m doctor --json

It contacts Ollama (OLLAMA_HOST) and the server that OPENAI_BASE_URL names, for 2 seconds at most, and nobody else.
Below what is missing stands the command that mends it.
Exit status: 0 a backend can answer, 1 none is known to, 2 wrong usage, 130 stopped.`

/** `m doctor`: what works here, and what mends the rest. */
export const doctor: CommandDef<ArgsDef> = defineCommand<ArgsDef>({
  meta: { name: 'doctor', description: 'Tell what works here, and what mends the rest' },
  args: {
    online: { type: 'boolean', description: 'Contact api.openai.com as well, if there is a key for it' },
    json: { type: 'boolean', description: 'Print one JSON object for programs' },
  },
  run: async ({ args, data }) => {
    const { runDoctor } = await import('../doctor/run-doctor.ts')
    return runDoctor({ online: args['online'] === true, json: args['json'] === true }, data as Terminal)
  },
})
