import type { OllamaListing } from '../ollama-models.ts'
import { paint } from '../paint.ts'
import { byteText } from '../progress/byte-text.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { ListedModel } from './listed-model.ts'

export interface ModelsListing {
  readonly store: { readonly cacheDir: string; readonly models: readonly ListedModel[] }
  readonly ollama: OllamaListing
  readonly catalogue: readonly {
    readonly id: string
    readonly sizeBytes: number
    readonly license: string
  }[]
}

/** The listing for people. */
export function modelsText({ store, ollama, catalogue }: ModelsListing, terminal: Terminal): string {
  const colour = paint(terminal.stdout, terminal)
  const section = (title: string, lines: readonly string[]): string =>
    `${[colour('bold', title), ...lines.map((line) => `  ${line}`)].join('\n')}\n`
  return [
    section(`On this machine (${store.cacheDir})`, storeLines(store.models)),
    section(`In Ollama (${ollama.baseURL})`, ollamaLines(ollama)),
    section(
      'To pull by a short name (m pull NAME)',
      table(catalogue.map(({ id, sizeBytes, license }) => [id, byteText(sizeBytes), license])),
    ),
  ].join('\n')
}

function storeLines(models: readonly ListedModel[]): readonly string[] {
  if (models.length === 0) return ['nothing yet']
  return table(
    models.map(({ id, sizeBytes, quantization = '-', license = '-', source, path }) => [
      id,
      byteText(sizeBytes),
      quantization,
      license,
      source,
      path,
    ]),
  )
}

function ollamaLines(ollama: OllamaListing): readonly string[] {
  if (!ollama.reachable) return [`${ollama.reason}; start it with: ollama serve`]
  if (ollama.models.length === 0) return ['nothing yet; get a model with: ollama pull granite4.1:3b']
  return table(
    ollama.models.map(({ name, sizeBytes, quantization = '-', modifiedAt = '-' }) => [
      name,
      sizeBytes === undefined ? '-' : byteText(sizeBytes),
      quantization,
      modifiedAt.slice(0, 10),
    ]),
  )
}
