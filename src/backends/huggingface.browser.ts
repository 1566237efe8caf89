/**
 * What a bundle for the web has in place of `huggingface.ts`: package.json maps the one file to the other.
 *
 * @module
 */
import { MelleaError } from '../core/errors.ts'

/** A model in this process needs Node: saying so is all it does. */
export class LocalHFBackend {
  readonly provider = 'hf'

  constructor() {
    throw new MelleaError(
      "Models in this process (backendName 'hf', LocalHFBackend) need Node, Deno or Bun; a web page reaches a model through a server: use 'ollama' or 'openai'.",
      { code: 'unsupported' },
    )
  }
}
