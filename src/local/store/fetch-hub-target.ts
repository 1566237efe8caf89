import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { MelleaError } from '../../core/errors.ts'
import { chooseGgufFile } from './choose-gguf-file.ts'
import { download } from './download.ts'
import type { HubAddress } from './hub-address.ts'
import { hubListing, type HubFile } from './hub-listing.ts'
import type { HubTarget } from './model-plan.ts'
import type { Pull } from './pull.ts'
import { storedPath, type StoredModel } from './stored-model.ts'

export interface HubChoice extends HubFile {
  readonly repository: string
  readonly revision: string
  readonly commit: string
  readonly license: string | undefined
  /** Where it is kept. */
  readonly path: string
}

/** Asks the hub which file a target means. */
export async function chooseOnHub(
  target: HubTarget,
  directory: string,
  hub: HubAddress,
  pull: Pull,
): Promise<HubChoice> {
  const { repository, revision } = target
  try {
    const { files, commit, license } = await hubListing(repository, revision, hub, pull)
    const names = files.map(({ file }) => file)
    const name = target.file ?? chooseGgufFile(names, target.quantization)
    const chosen = files.find(({ file }) => file === name)
    if (!chosen) {
      const others = names.filter((file) => /\.gguf$/i.test(file)).join(', ')
      throw new MelleaError(`holds no ${name}; it has ${others || 'no GGUF file'}`, {
        code: 'model-not-found',
      })
    }
    return {
      ...chosen,
      repository,
      revision,
      commit,
      license,
      path: storedPath(directory, { ...target, file: name }),
    }
  } catch (error) {
    throw explained(error, target, hub)
  }
}

/** Fetches what was chosen, or keeps the very same file where it is there already. */
export async function fetchChoice(choice: HubChoice, hub: HubAddress, pull: Pull): Promise<StoredModel> {
  const { repository, revision, file, path, license } = choice
  const name = file.split('/').map(encodeURIComponent).join('/')
  const url = new URL(`${hub.endpoint}/${repository}/resolve/${encodeURIComponent(choice.commit)}/${name}`)
  try {
    const { sizeBytes, sha256 } =
      (await existing(choice, pull)) ??
      (await download(
        { url, token: hub.token, path, what: file, sizeBytes: choice.sizeBytes, sha256: choice.sha256 },
        pull,
      ))
    const id = `hf:${repository}${revision === 'main' ? '' : `@${revision}`}/${file}`
    return {
      id,
      path,
      source: 'hub',
      repository,
      revision,
      file,
      sizeBytes,
      sha256,
      ...(license ? { license } : {}),
    }
  } catch (error) {
    throw explained(error, choice, hub)
  }
}

/** A file that somebody put there by hand, or that a crash left without its description. */
async function existing(
  { path, file, sizeBytes, sha256 }: HubChoice,
  pull: Pull,
): Promise<{ sizeBytes: number; sha256: string } | undefined> {
  const size = await stat(path).then(
    (entry) => entry.size,
    () => undefined,
  )
  if (size === undefined || size !== sizeBytes || sha256 === undefined) return undefined
  const hash = createHash('sha256')
  let completedBytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal: pull.signal })) {
    hash.update(chunk as Buffer)
    completedBytes += (chunk as Buffer).length
    pull.report({ phase: 'verifying', what: file, completedBytes, totalBytes: size })
  }
  return hash.digest('hex') === sha256 ? { sizeBytes: size, sha256 } : undefined
}

function explained(error: unknown, { repository }: HubTarget, { place, token }: HubAddress): unknown {
  if (!MelleaError.isInstance(error) || error.code !== 'unauthorized') return error
  const access = token
    ? 'the HF_TOKEN that is set has no access'
    : 'there is no such repository, or it is private or gated and HF_TOKEN is not set'
  const message = `${error.message}: ${access}; accept its license at ${place}/${repository} and set HF_TOKEN to a token that may read it`
  return new MelleaError(message, { code: 'unauthorized', cause: error })
}
