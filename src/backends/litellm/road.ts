import type { Backend } from '../../core/backend.ts'
import type { Fetch } from '../../http/transport.ts'
import type { Environment } from '../../util/environment.ts'
import type { ApiKey } from '../openai.ts'
import type { ImportPackage } from './aws-credentials.ts'

/** What a LiteLLM name is reached through. */
export type Road = Pick<Backend, 'generate' | 'capabilities' | 'prepare' | 'embed'>

/** What all roads are built of. */
export interface RoadParts {
  /** LiteLLM's name of the provider: what stands before the first slash. */
  readonly prefix: string
  /** What stands after it. */
  readonly model: string
  readonly baseURL?: string | undefined
  readonly apiKey?: ApiKey | undefined
  readonly headers?: { readonly [name: string]: string } | undefined
  readonly fetch?: Fetch | undefined
  /** For packages that only some providers need. */
  readonly importPackage: ImportPackage
  readonly env: Environment
}
