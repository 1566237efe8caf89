import { parseArgs } from 'node:util'

/** What was asked for on the command line. */
export interface DemoArguments {
  readonly backend: string | undefined
  readonly model: string | undefined
}

/** Something to say instead of running. */
interface Instead {
  readonly message: string
  readonly exitCode: number
}

const usage = `Usage: npm run demo [-- --backend NAME] [--model ID]

  --backend NAME   ollama, openai, hf (in this process), or auto
                   (default: auto, Ollama if it answers and has the model, else a small model in this process)
  --model ID       the model, as that backend names it
  --help           this text

An OpenAI-compatible server is found through OPENAI_BASE_URL and OPENAI_API_KEY, Ollama through OLLAMA_HOST.`

export function readArguments(argv: readonly string[]): DemoArguments | Instead {
  const options = {
    backend: { type: 'string' },
    model: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    const { values } = parseArgs({ args: [...argv], options })
    if (values.help) return { message: usage, exitCode: 0 }
    return { backend: values.backend, model: values.model }
  } catch (error) {
    return { message: `${error instanceof Error ? error.message : String(error)}\n\n${usage}`, exitCode: 2 }
  }
}
