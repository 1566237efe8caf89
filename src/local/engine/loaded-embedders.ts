import { sharedTask } from '../../util/shared-task.ts'
import type { LocalEmbedder } from './local-embedder.ts'

interface Entry {
  readonly load: (signal: AbortSignal) => Promise<LocalEmbedder>
  loaded: LocalEmbedder | undefined
}

/** The models that have been asked for vectors: each is loaded by who asks first, and kept until `close`. */
export class LoadedEmbedders {
  readonly #load: (id: string, signal: AbortSignal) => Promise<LocalEmbedder>
  readonly #entries = new Map<string, Entry>()
  readonly #life: AbortSignal

  /** Nothing is kept once `life` is over. */
  constructor(load: (id: string, signal: AbortSignal) => Promise<LocalEmbedder>, life: AbortSignal) {
    this.#load = load
    this.#life = life
  }

  /** Those who ask at one time share one load, which goes on until the last of them aborts. */
  async get(id: string, signal: AbortSignal): Promise<LocalEmbedder> {
    signal.throwIfAborted()
    this.#life.throwIfAborted()
    const entry = this.#entries.get(id) ?? this.#entry(id)
    return entry.loaded ?? entry.load(signal)
  }

  async close(): Promise<void> {
    const loaded = [...this.#entries.values()].flatMap((entry) => entry.loaded ?? [])
    this.#entries.clear()
    await Promise.all(loaded.map((each) => each.close()))
  }

  #entry(id: string): Entry {
    const load = sharedTask(async (leaving) => {
      const signal = AbortSignal.any([leaving, this.#life])
      const loaded = await this.#load(id, signal)
      // everybody has left, or all of it was disposed of, at the last moment
      if (signal.aborted) {
        await loaded.close()
        throw signal.reason
      }
      entry.loaded = loaded
      return loaded
    })
    const entry: Entry = { load, loaded: undefined }
    this.#entries.set(id, entry)
    return entry
  }
}
