/** Letters that are not spoken, or that do not add a vowel. */
const silent: readonly RegExp[] = [
  /(?<=[^aeiouytd])ed$/, // moved
  /(?<=[^aeiouysxzcg])(?<!sh|ch|[^aeiouy]l)es$/, // makes
  /(?<=[aeiouy][^aeiouy]*)(?<![aeiouy]|[^aeiouyrl]l)e$/, // make, whole; not: the, table
  /(?<=[^aeiouy])(?<![^aeiouyr]l)e(?=(ly|ful|less|ment|ness|man|where)$)/, // lonely
  /(?<=ic)al(?=ly$)/, // basically
]
/** Vowels beside each other that are two: lion, science, actual, video, ruin, create. */
const apart =
  /(?<![ctsgx]|[aeou]|ll)i[ao](?!us)|(?<![ctsgx])i[ou](?=[ms])|ie(?=t|nc|nt)|(?<![gq])ua|(?<![gqb])ui(?=n|t[^es])|eo(?![nu]|ple|r[gd])|(?<=cr)ea(?=t)|[aeo]y(?=[aio]n)/g

/** About how many syllables an English word has, by its spelling. */
export function countSyllables(word: string): number {
  const letters = word.toLowerCase().replaceAll(/[^a-z]/g, '')
  // no word is longer: what is, is not spoken
  const stem = silent.reduce((rest, ending) => rest.replace(ending, ''), letters.slice(0, 40))
  const vowels = stem.match(/[aeiouy]+/g)?.length ?? 0
  const hiatus = stem.match(apart)?.length ?? 0
  const rhythm = /(sm|thm)s?$/.test(stem) ? 1 : 0
  return Math.max(1, vowels + hiatus + rhythm)
}
