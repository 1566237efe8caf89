/** An answer that does not fit its schema; the message is what a repair tells the model. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
  /** Where it does not fit; nothing where it is no JSON at all. */
  readonly paths: readonly (readonly (string | number)[])[]

  constructor(message: string, paths: SchemaMismatch['paths'] = []) {
    super(message)
    this.paths = paths
  }
}
