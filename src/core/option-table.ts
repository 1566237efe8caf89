/** What a backend calls its own options: lets layers of options be compared before anything is sent. */
export interface OptionTable {
  /** Native spelling -> portable name: `{ num_predict: 'maxNewTokens' }`. */
  readonly aliases: { readonly [native: string]: string }
  /** Native names that have no portable twin. What is in neither list is sent on with a warning. */
  readonly native: readonly string[]
  /** Portable names that this backend cannot honour: a warning on the output. */
  readonly unsupported?: readonly string[]
}
