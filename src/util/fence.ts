/**
 * Text between tags that do not occur in it: what it says cannot end the fence.
 *
 * `fence('output', 'Hi.')` is `'<output>\nHi.\n</output>'`.
 */
export function fence(tag: string, text: string, attributes: Readonly<Record<string, string>> = {}): string {
  let name = tag
  for (let n = 2; text.includes(`<${name}`) || text.includes(`</${name}`); n++) name = `${tag}-${n}`
  const shown = Object.entries(attributes).map(([key, value]) => ` ${key}="${value.replaceAll('"', "'")}"`)
  return `<${name}${shown.join('')}>\n${text}\n</${name}>`
}
