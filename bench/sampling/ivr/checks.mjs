/** The checks of a task, as its data says them, made requirements of the library: plain code, no model is asked. */
export async function requirementsOf({ checks }) {
  const library = await import('mellea/requirements')
  const { passesTests } = await import('mellea/requirements/code')
  return checks.flatMap((check) => requirementOf(check, { ...library, passesTests }))
}

/** The same requirements, which the model is shown, and which let everything pass. */
export function onlyShown(requirements) {
  return requirements.map(({ description, checkOnly }) => ({
    description,
    ...(checkOnly && { checkOnly }),
    validate: () => true,
  }))
}

/** The same requirements, looked at when the answer is whole. */
export function atTheEnd(requirements) {
  return requirements.map(({ watch: _watch, ...requirement }) => requirement)
}

function requirementOf(check, library) {
  const { words, containsAll, containsNone, startsWith, endsWith, list, isJSON, passesTests } = library
  if (check.words) {
    const [[bound, n]] = Object.entries(check.words)
    return Array.isArray(n) ? words[bound](...n) : words[bound](n)
  }
  if (check.contains) return containsAll(check.contains)
  if (check.without) return containsNone(check.without, { wholeWords: !check.part })
  if (check.begins) return startsWith(check.begins, { caseSensitive: true })
  if (check.ends) return endsWith(check.ends, { caseSensitive: true })
  if (check.lower) return library.lowerCase()
  if (check.list) return list({ items: check.list, ordered: check.ordered })
  if (check.itemsBegin) return itemsBegin(check.itemsBegin, library)
  if (check.json) return isJSON()
  if (check.keys) return keys(check.keys, library)
  if (check.path) return typed(check.path, check.is, library)
  if (check.numbers) return numbers(check, library)
  if (check.strings) return strings(check, library)
  if (check.number !== undefined) return [numberAlone(library), theNumber(check.number)]
  if (check.result !== undefined) return theNumber(check.result)
  if (check.sorted) return inOrder(check.sorted, library)
  if (check.text) return theText(check.text)
  if (check.tests) return passesTests(check.tests, { timeoutMs: 3000 })
  throw new Error(`no check is called ${Object.keys(check)[0]}`)
}

function itemsBegin(letter, { watch }) {
  return watching(watch, {
    description: `Every item begins with ${letter}.`,
    unit: /^\s*(?:[-*+]|\d+[.)])\s+(.+)$/,
    wrong: (item) => (item.startsWith(letter) ? undefined : `"${item}" does not begin with ${letter}.`),
  })
}

/** A rule about lines, looked at as they are closed. */
function watching(watch, { description, unit, wrong }) {
  const faultOf = (text) => {
    for (const line of text.split('\n')) {
      const item = unit.exec(line)?.[1].replace(/^[*_"]+/, '')
      const fault = item && wrong(item)
      if (fault) return fault
    }
    return undefined
  }
  const onChunk = (_chunk, soFar) => faultOf(soFar.slice(0, soFar.lastIndexOf('\n') + 1)) ?? true
  return {
    ...watch({ description, onChunk }),
    validate: (_value, { text }) => faultOf(text) ?? true,
  }
}

function keys(names, { jsonPath }) {
  const description = `The object has the keys ${names.join(', ')} and no other.`
  return jsonPath(
    '$',
    (value) =>
      (typeof value === 'object' &&
        value !== null &&
        Object.keys(value).toSorted().join() === names.toSorted().join()) ||
      `the keys are ${Object.keys(Object(value)).join(', ')}, not ${names.join(', ')}`,
    { description },
  )
}

function typed(path, is, { jsonPath }) {
  if (typeof is === 'string')
    return jsonPath(path, (value) => typeof value === is || `it is no ${is}`, {
      description: `"${path}" is a ${is}.`,
    })
  const [least, most] = is
  const description = `"${path}" is a whole number from ${least} to ${most}.`
  return jsonPath(
    path,
    (value) =>
      (Number.isInteger(value) && value >= least && value <= most) ||
      `${JSON.stringify(value)} is no whole number from ${least} to ${most}`,
    { description },
  )
}

const rules = {
  over: [(all, n) => all.every((each) => each > n), (n) => `all are above ${n}`],
  sum: [(all, n) => all.reduce((sum, each) => sum + each, 0) === n, (n) => `their sum is ${n}`],
  ascending: [
    (all) => all.every((each, at) => at === 0 || each > all[at - 1]),
    () => 'each is larger than the one before',
  ],
  descending: [
    (all) => all.every((each, at) => at === 0 || each < all[at - 1]),
    () => 'each is smaller than the one before',
  ],
  even: [(all) => all.every((each) => each % 2 === 0), () => 'all are even'],
  odd: [(all) => all.every((each) => each % 2 !== 0), () => 'all are odd'],
  multiple: [(all, n) => all.every((each) => each % n === 0), (n) => `all are multiples of ${n}`],
}

function numbers({ numbers: count, ...how }, { jsonPath }) {
  const asked = Object.entries(how).map(([name, n]) => ({
    holds: rules[name][0],
    says: rules[name][1](n),
    n,
  }))
  const description = `There are ${count} whole numbers; ${asked.map(({ says }) => says).join('; ')}.`
  return jsonPath(
    '$',
    (value) => {
      if (!Array.isArray(value) || !value.every(Number.isInteger)) return 'this is no array of whole numbers'
      if (value.length !== count) return `there are ${value.length} numbers, not ${count}`
      if (how.sum === undefined && new Set(value).size < count) return 'a number comes twice'
      const broken = asked.find(({ holds, n }) => !holds(value, n))
      return broken ? `it does not hold that ${broken.says}` : true
    },
    { description },
  )
}

function strings({ strings: count, casing }, { jsonPath }) {
  const to = casing === 'lower' ? 'toLowerCase' : 'toUpperCase'
  const description = `There are ${count} different strings in ${casing} case.`
  return [
    jsonPath(
      '[*]',
      (each) =>
        (typeof each === 'string' && each === each[to]()) ||
        `${JSON.stringify(each)} is not in ${casing} case`,
      {
        description,
      },
    ),
    jsonPath(
      '$',
      (value) =>
        (Array.isArray(value) && new Set(value).size === count && value.length === count) ||
        `there are not ${count} different strings`,
    ),
  ]
}

function numberAlone({ watch }) {
  const description = 'Give the number alone, without words and units.'
  const faultOf = (text) => (/^\s*-?\d*\s*$/.test(text) ? undefined : description)
  return {
    ...watch({ description, onChunk: (_chunk, soFar) => faultOf(soFar) ?? true }),
    validate: (_value, { text }) => faultOf(text) ?? true,
  }
}

/** Says that a result is wrong, and never what would be right. */
function theNumber(right) {
  return {
    description: 'The number is right.',
    checkOnly: true,
    validate: (_value, { text }) => {
      const said = text.match(/-?\d+/g)?.at(-1)
      return Number(said) === right || `${said ?? 'Nothing'} is not the right number.`
    },
  }
}

function theText(right) {
  return {
    description: 'Give the answer alone, without other words.',
    validate: (_value, { text }) =>
      plain(text).toLowerCase() === right.toLowerCase() ||
      `"${text.trim().slice(0, 60)}" is not right, or not alone.`,
  }
}

/** An answer without what may stand around it. */
function plain(text) {
  return text.trim().replaceAll(/^["'`]+|["'`.]+$/g, '')
}

function inOrder(given, { watch }) {
  const isNumbers = typeof given[0] === 'number'
  const description = 'Give the sorted list alone, each once, in one line.'
  const items = (text) =>
    text
      .trim()
      .replace(/\.$/, '')
      .split(',')
      .map((item) => item.trim())
  const faultOf = (all) => {
    const strange = all.find((item) => !given.some((each) => `${each}` === item))
    if (strange !== undefined) return `${description} "${strange}" is not in the list that was given.`
    const at = all.findIndex(
      (item, index) =>
        index > 0 && !(isNumbers ? Number(item) > Number(all[index - 1]) : item > all[index - 1]),
    )
    return at < 0 ? undefined : `${all[at]} must not come after ${all[at - 1]}.`
  }
  const onChunk = (_chunk, soFar) => faultOf(soFar.includes(',') ? items(soFar).slice(0, -1) : []) ?? true
  return {
    ...watch({ description, onChunk }),
    validate: (_value, { text }) => {
      const all = items(text)
      return (
        faultOf(all) ?? (all.length === given.length || `There are ${all.length} items, not ${given.length}.`)
      )
    },
  }
}
