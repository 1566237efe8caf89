/**
 * Which generation of Claude a name means, as a number that can be compared: 3.7, 4, 4.5. A Claude without a number is newer than all
 * (`'claude-mythos-preview'`); a name that is none of Claude's has no generation.
 */
export function claudeVersion(modelId: string): number | undefined {
  if (!modelId.includes('claude')) return undefined
  // the number stands before the family, and since 4 behind it; eight digits are a date
  const found = /claude-(?:[a-z]+-)?(\d)(?:[-.](\d)(?!\d))?(?!\d)/.exec(modelId)
  return found ? Number(`${found[1]}.${found[2] ?? 0}`) : Infinity
}
