import { BackendError } from '../../core/backend-error.ts'

/** How a model makes one vector of those of a text's tokens, as GGUF numbers it. */
export type Pooling = 'mean' | 'cls' | 'last'

const poolings: readonly (Pooling | 'rank' | undefined)[] = [undefined, 'mean', 'cls', 'last', 'rank']

interface Metadata {
  readonly general: { readonly architecture: string }
  readonly [architecture: string]: unknown
}

/**
 * Nothing for a model that was made to talk and says nothing of vectors.
 *
 * @throws BackendError for one that judges pairs of texts.
 */
export function poolingOf(id: string, metadata: object): Pooling | undefined {
  const { general, ...rest } = metadata as Metadata
  const own = Object(rest[general.architecture]) as { readonly pooling_type?: unknown }
  const pooling = poolings[Number(own.pooling_type ?? 0)]
  if (pooling !== 'rank') return pooling
  throw new BackendError(`"${id}" ranks texts, and makes no vectors: name a model for embeddings.`, {
    provider: 'hf',
    code: 'unsupported',
  })
}

/** Whether all tokens of a text have to be computed at once. */
export function isPooledWhole(pooling: Pooling | undefined): boolean {
  return pooling === 'mean' || pooling === 'cls'
}
