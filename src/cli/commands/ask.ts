import { defineCommand, type ArgsDef, type CommandDef } from 'citty'
import type { Terminal } from '../terminal.ts'

/** What follows the options in `m ask --help`. */
export const askExamples = `EXAMPLES

  m ask "Write a haiku about the sea."
  m ask "Invite {{name}} to lunch." --var name=Olivia --require "It is friendly." --max-words 60
  m ask "Invent a person." --format person.schema.json
  git diff | m ask - --system "Write a commit message for this diff."
  m ask "2+2?" --backend openai --model qwen3 --base-url http://localhost:1234/v1 --option temperature=0 --json

--require, --var and --option may be given more than once. The answer goes to stdout, and only the accepted one where
that is no terminal; rejected attempts, their reasons and progress go to stderr. Without --backend it is Ollama where
--model is given, else auto: Ollama if it answers and has the model, else the model in this process. OPENAI_API_KEY is
sent to OpenAI and to OPENAI_BASE_URL, not to --base-url.

Exit status: 0 answered, 1 requirements not met (the best attempt is printed all the same), 2 wrong usage,
3 no answer from the backend, 130 stopped.`

export const askArguments: ArgsDef = {
  prompt: {
    type: 'positional',
    required: false,
    description: 'What to ask; - reads it from stdin, as does leaving it out behind a pipe',
  },
  require: { type: 'string', valueHint: 'TEXT', description: 'What the answer must do; the model judges it' },
  'max-words': { type: 'string', valueHint: 'N', description: 'Most words of the answer; counted' },
  var: { type: 'string', valueHint: 'NAME=VALUE', description: 'Replaces {{NAME}} in the prompt' },
  system: { type: 'string', valueHint: 'TEXT', description: 'The system prompt' },
  format: {
    type: 'string',
    valueHint: 'FILE',
    description: 'A JSON Schema; the answer is JSON that fits it',
  },
  backend: { type: 'string', valueHint: 'NAME', description: 'ollama, openai, hf or auto' },
  model: { type: 'string', valueHint: 'ID', description: 'As the backend calls it' },
  'base-url': { type: 'string', valueHint: 'URL', description: 'Where the server is, for ollama and openai' },
  pull: { type: 'boolean', description: 'Let Ollama fetch the model if it lacks it' },
  option: {
    type: 'string',
    valueHint: 'KEY=VALUE',
    description: 'A model option, such as temperature=0 or maxNewTokens=200',
  },
  attempts: { type: 'string', valueHint: 'N', description: 'Most generations; 3 if not given' },
  timeout: { type: 'string', valueHint: 'SECONDS', description: 'Give up after so long, downloads included' },
  'no-stream': { type: 'boolean', description: 'Ask for the answer in one piece' },
  json: { type: 'boolean', description: 'Print one JSON object for programs' },
}

/** `m ask PROMPT`: one instruction, checked and repaired. */
export const ask: CommandDef<ArgsDef> = defineCommand<ArgsDef>({
  meta: { name: 'ask', description: 'Ask a model, check the answer, have it repaired' },
  args: askArguments,
  run: async ({ args, rawArgs, data }) => {
    const [{ readAskArguments }, { runAsk }] = await Promise.all([
      import('../ask/ask-arguments.ts'),
      import('../ask/run-ask.ts'),
    ])
    return runAsk(readAskArguments(args, rawArgs, askArguments), data as Terminal)
  },
})
