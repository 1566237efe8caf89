import { catalogue } from '../../local/store/catalogue.ts'
import { modelStore } from '../../local/store/model-store.ts'
import { ollamaModels } from '../ollama-models.ts'
import { ExitCode, type Terminal } from '../terminal.ts'
import { listedModel } from './listed-model.ts'
import { modelsText } from './models-text.ts'

export interface ModelsArguments {
  readonly cacheDir: string | undefined
  readonly json: boolean
}

/** Runs `m models`; gives the exit status. */
export async function runModels({ cacheDir, json }: ModelsArguments, terminal: Terminal): Promise<number> {
  const { env, signal, stdout, stderr } = terminal
  const store = modelStore({ cacheDir, env })
  try {
    const [stored, ollama] = await Promise.all([store.list(), ollamaModels(terminal)])
    const listing = {
      store: { cacheDir: store.cacheDir, models: stored.map(listedModel) },
      ollama,
      catalogue: catalogue.map(({ id, sizeBytes, license, note }) => ({
        id,
        sizeBytes,
        license,
        ...(note && { note }),
      })),
    }
    stdout.write(json ? `${JSON.stringify(listing)}\n` : modelsText(listing, terminal))
    return ExitCode.ok
  } catch (error) {
    if (!signal.aborted) throw error
    stderr.write('stopped.\n')
    if (json) stdout.write(`${JSON.stringify({ error: { code: 'aborted', message: 'stopped.' } })}\n`)
    return ExitCode.interrupted
  }
}
