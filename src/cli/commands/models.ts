import { defineCommand, type ArgsDef, type CommandDef } from 'citty'
import type { Terminal } from '../terminal.ts'

/** What follows the options in `m models --help`. */
export const modelsExamples = `EXAMPLES

  m models                                        what is here, what Ollama has, what can be pulled
  m models --json
  OLLAMA_HOST=gpu-box m models                    Ollama on another machine

An Ollama that does not answer is no failure. Exit status: 0 listed, 2 wrong usage, 130 stopped.`

/** `m models`: the models at hand. */
export const models: CommandDef<ArgsDef> = defineCommand<ArgsDef>({
  meta: { name: 'models', description: 'List the models on this machine, in Ollama, and to pull' },
  args: {
    'cache-dir': {
      type: 'string',
      valueHint: 'DIR',
      description: 'Where pulled models are kept, instead of MELLEA_CACHE or the usual place',
    },
    json: { type: 'boolean', description: 'Print one JSON object for programs' },
  },
  run: async ({ args, data }) => {
    const { runModels } = await import('../models/run-models.ts')
    const { json, 'cache-dir': cacheDir } = args
    return runModels(
      { json: json === true, cacheDir: cacheDir ? String(cacheDir) : undefined },
      data as Terminal,
    )
  },
})
