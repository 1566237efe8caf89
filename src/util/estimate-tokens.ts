const CHARACTERS = 4

/** About how many tokens a text of this many characters is, for when nobody counted. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS)
}
