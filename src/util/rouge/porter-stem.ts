/**
 * The stem of an English word in lower case: "relational" and "relate" have one. After M. F. Porter, "An algorithm for suffix
 * stripping", 1980, with the later changes that NLTK's stemmer has, so that ROUGE scores agree with those of Python.
 */
export function porterStem(word: string): string {
  const irregular = Object.hasOwn(irregulars, word) ? irregulars[word] : undefined
  if (irregular !== undefined) return irregular
  if (word.length <= 2) return word
  let stem = plural(word)
  stem = participle(stem)
  if (stem.endsWith('y') && stem.length > 2 && isConsonant(stem, stem.length - 2))
    stem = `${stem.slice(0, -1)}i`
  stem = doubled(stem)
  stem = ruled(stem, stripped, (left) => measure(left) > 0)
  stem = ruled(stem, dropped, (left, suffix) => measure(left) > 1 && (suffix !== 'ion' || /[st]$/.test(left)))
  return ending(stem)
}

type Rules = readonly (readonly [suffix: string, replacement: string])[]

const irregulars: Readonly<Record<string, string>> = {
  sky: 'sky',
  skies: 'sky',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  news: 'news',
  innings: 'inning',
  inning: 'inning',
  outings: 'outing',
  outing: 'outing',
  cannings: 'canning',
  canning: 'canning',
  howe: 'howe',
  proceed: 'proceed',
  exceed: 'exceed',
  succeed: 'succeed',
}

const shortened: Rules = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['fulli', 'ful'],
  ['logi', 'log'],
]

const stripped: Rules = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]

const dropped: Rules = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
  .split(' ')
  .map((suffix) => [suffix, ''])

function plural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ies')) return word.slice(0, word.length === 4 ? -1 : -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

function participle(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2)
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const left = [word.replace(/ed$/, ''), word.replace(/ing$/, '')].find(
    (each) => each !== word && hasVowel(each),
  )
  if (left === undefined) return word
  if (/(at|bl|iz)$/.test(left)) return `${left}e`
  if (endsDouble(left)) return /[lsz]$/.test(left) ? left : left.slice(0, -1)
  return measure(left) === 1 && endsShort(left) ? `${left}e` : left
}

function doubled(word: string): string {
  if (word.endsWith('alli') && measure(word.slice(0, -4)) > 0) return doubled(word.slice(0, -2))
  // of "logi" the l belongs to what is measured
  return ruled(word, shortened, (left, suffix) => measure(suffix === 'logi' ? `${left}l` : left) > 0)
}

function ending(word: string): string {
  const left = word.slice(0, -1)
  const isSilent = word.endsWith('e') && (measure(left) > 1 || (measure(left) === 1 && !endsShort(left)))
  const stem = isSilent ? left : word
  return stem.endsWith('ll') && measure(stem.slice(0, -1)) > 1 ? stem.slice(0, -1) : stem
}

/** The first suffix that is there decides, whether or not its condition holds. */
function ruled(word: string, rules: Rules, holds: (left: string, suffix: string) => boolean): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix))
  if (!rule) return word
  const left = word.slice(0, word.length - rule[0].length)
  return holds(left, rule[0]) ? left + rule[1] : word
}

function isConsonant(word: string, at: number): boolean {
  const letter = word[at] ?? ''
  if ('aeiou'.includes(letter)) return false
  return letter !== 'y' || at === 0 || !isConsonant(word, at - 1)
}

/** How often a consonant follows a vowel. */
function measure(word: string): number {
  let count = 0
  for (let at = 1; at < word.length; at++) if (isConsonant(word, at) && !isConsonant(word, at - 1)) count += 1
  return count
}

function hasVowel(word: string): boolean {
  return Array.from(word, (_, at) => at).some((at) => !isConsonant(word, at))
}

function endsDouble(word: string): boolean {
  const last = word.length - 1
  return last > 0 && word[last] === word[last - 1] && isConsonant(word, last)
}

/** A consonant, a vowel, and a consonant other than w, x and y; or a vowel and a consonant alone. */
function endsShort(word: string): boolean {
  const last = word.length - 1
  if (last === 1) return !isConsonant(word, 0) && isConsonant(word, 1)
  if (last < 2 || /[wxy]$/.test(word)) return false
  return isConsonant(word, last - 2) && !isConsonant(word, last - 1) && isConsonant(word, last)
}
