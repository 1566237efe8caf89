import type { CatalogueModel } from './catalogue.ts'
import { ggufRepositories } from './gguf-repositories.ts'
import type { ModelReference } from './model-reference.ts'
import { quantizationOf } from './choose-gguf-file.ts'

/** A place on the hub where the model may be. */
export interface HubTarget {
  readonly repository: string
  readonly revision: string
  /** Where it is known which one. */
  readonly file?: string
  readonly quantization?: string
}

/** Where to look for a model: on the hub, and, if it is catalogued, in packages. */
export interface ModelPlan {
  readonly targets: readonly HubTarget[]
  readonly catalogued?: CatalogueModel
}

/** Turns what was asked for into places to look. */
export function modelPlan(
  reference: Exclude<ModelReference, { type: 'file' }>,
  catalogue: readonly CatalogueModel[],
): ModelPlan {
  const catalogued = findCatalogued(reference, catalogue)
  if (catalogued) {
    const { repository, file } = catalogued
    return { targets: [{ repository, revision: 'main', file }], catalogued }
  }
  if (reference.type === 'hub-file') return { targets: [reference] }
  if (reference.type === 'name') return { targets: [] }
  const { revision, quantization } = reference
  return {
    targets: ggufRepositories(reference.repository).map((repository) => ({
      repository,
      // a revision belongs to the repository that was named
      revision: repository === reference.repository ? revision : 'main',
      ...(quantization ? { quantization } : {}),
    })),
  }
}

function findCatalogued(
  reference: Exclude<ModelReference, { type: 'file' }>,
  catalogue: readonly CatalogueModel[],
): CatalogueModel | undefined {
  if (reference.type === 'name') {
    const name = reference.name.toLowerCase()
    return catalogue.find(
      ({ id, file }) => name === id || name === `${id}:${quantizationOf(file)?.toLowerCase()}`,
    )
  }
  if (reference.revision !== 'main') return undefined
  const repository = reference.repository.toLowerCase()
  if (reference.type === 'hub-file')
    return catalogue.find(
      (model) => model.repository.toLowerCase() === repository && model.file === reference.file,
    )
  return catalogue.find(
    ({ aliases, file }) =>
      aliases.some((alias) => alias.toLowerCase() === repository) &&
      (reference.quantization === undefined || reference.quantization === quantizationOf(file)),
  )
}
