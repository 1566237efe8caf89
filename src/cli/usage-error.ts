/** A command line that cannot be meant; the message is a part of a sentence, without a full stop. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
