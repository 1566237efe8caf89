import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A model in the cache, whole and checked. */
export interface StoredModel {
  /** What to ask for to get exactly this file. */
  readonly id: string
  readonly path: string
  readonly source: 'hub' | 'package'
  readonly repository: string
  readonly revision: string
  readonly file: string
  readonly sizeBytes: number
  readonly sha256: string
  /** As its source states it. */
  readonly license?: string
}

export interface StoredModelPlace {
  readonly repository: string
  readonly revision: string
  readonly file: string
}

const MANIFEST = '.mellea.json'

/** Where a file of the hub is kept. */
export function storedPath(directory: string, { repository, revision, file }: StoredModelPlace): string {
  const edition = revision === 'main' ? '' : `@${revision}`
  return join(directory, 'models', repository.replace('/', '--') + edition, ...file.split('/'))
}

/** Remembers what a file is, beside it. */
export async function rememberModel({ path, ...facts }: StoredModel): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`
  await writeFile(draft, `${JSON.stringify({ format: 1, ...facts }, undefined, 2)}\n`)
  await rename(draft, path + MANIFEST)
}

/** The model at `path`, if it is there, whole as far as its size tells, and known. */
export async function recallModel(path: string): Promise<StoredModel | undefined> {
  try {
    const { format, ...facts } = JSON.parse(await readFile(path + MANIFEST, 'utf8')) as StoredModel & {
      readonly format: number
    }
    if (format !== 1 || (await stat(path)).size !== facts.sizeBytes) return undefined
    return { ...facts, path }
  } catch {
    return undefined
  }
}

/** All models under a folder of the cache, by path. */
export async function listStoredModels(folder: string): Promise<readonly StoredModel[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const paths = names.filter((name) => name.endsWith(MANIFEST)).toSorted()
  const models = await Promise.all(
    paths.map((name) => recallModel(join(folder, name.slice(0, -MANIFEST.length)))),
  )
  return models.filter((model) => model !== undefined)
}

/** Removes a file with all that was kept beside it, unfinished parts included; gives the bytes that are free now. */
export async function forgetModel(path: string): Promise<number> {
  const folder = join(path, '..')
  const name = path.slice(folder.length + 1)
  let freedBytes = 0
  for (const beside of await readdir(folder).catch(() => [])) {
    if (beside !== name && !beside.startsWith(`${name}.`)) continue
    const each = join(folder, beside)
    freedBytes += await stat(each).then(
      ({ size }) => size,
      () => 0,
    )
    await rm(each, { force: true })
  }
  return freedBytes
}
