/** A list of people, as a model would write one: `kilobytes` of JSON. */
export function people(kilobytes) {
  const items = []
  for (let length = 0; length < kilobytes * 1000;) {
    const id = items.length
    const item = {
      id,
      name: `Person ${id}`,
      bio: 'some words here and there that go on for a bit longer than needed',
      tags: ['a', 'b', 'c'],
      score: id * 1.5,
    }
    items.push(item)
    length += JSON.stringify(item).length + 1
  }
  return items
}

export const peopleSchema = {
  type: 'object',
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          name: { type: 'string' },
          bio: { type: 'string' },
          tags: { type: 'array', items: { type: 'string' } },
          score: { type: 'number' },
        },
        required: ['id', 'name', 'bio', 'tags', 'score'],
        additionalProperties: false,
      },
    },
  },
  required: ['items'],
  additionalProperties: false,
}

/** As models give it: four characters at a time. */
export function* deltas(text, size = 4) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const keys = ['a', 'b', 'name', '', '__proto__', 'constructor', '0', '12', 'a.b', 'é🌊']
const numbers = ['0', '-0', '7', '-12.5', '1e400', '1E-7', '2.5e+3', '12345678901234567890']
const letters = [
  'x',
  'yz',
  ' ',
  'é',
  '🌊',
  '\u2028',
  '\\n',
  '\\"',
  '\\\\',
  '\\/',
  '\\b',
  '\\u0041',
  '\\ud83c\\udf0a',
]

/** The text of a random object, with any white space, any escape, and keys that come twice. */
export function randomObject(next, depth = 3) {
  const pick = (from) => from[Math.floor(next() * from.length)]
  const space = () => (next() < 0.8 ? '' : pick([' ', '\n', '\t', '\r\n']))
  const many = (make) =>
    Array.from({ length: Math.floor(next() * 4) }, () => `${space()}${make()}${space()}`).join(',')
  const text = () => `"${Array.from({ length: Math.floor(next() * 5) }, () => pick(letters)).join('')}"`
  const value = (left) => {
    const dice = next()
    if (left > 0 && dice < 0.3) return object(left - 1)
    if (left > 0 && dice < 0.5) return `[${many(() => value(left - 1))}]`
    if (dice < 0.7) return text()
    return dice < 0.87 ? pick(numbers) : pick(['true', 'false', 'null'])
  }
  const object = (left) => `{${many(() => `"${pick(keys)}"${space()}:${space()}${value(left)}`)}}`
  return object(depth)
}

/** A small generator of chance that repeats (mulberry32). */
export function chance(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
