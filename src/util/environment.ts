/** Environment variables by name. */
export type Environment = { readonly [name: string]: string | undefined }

/** The process's own variables; none where there is no process. */
export function processEnvironment(): Environment {
  return globalThis.process?.env ?? {}
}
