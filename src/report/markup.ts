/** Text that is HTML already, and may stand in it as it is. */
export class Html {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

type Filling = string | number | Html | readonly Html[]

/** HTML, in which everything that is filled in is escaped, unless it is HTML itself. */
export function markup(pieces: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return new Html(
    pieces.map((piece, at) => piece + (at < fillings.length ? filled(fillings[at] ?? '') : '')).join(''),
  )
}

function filled(filling: Filling): string {
  if (filling instanceof Html) return String(filling)
  if (Array.isArray(filling)) return filling.join('')
  return escaped(String(filling))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// half of a character, and what no HTML may hold
const broken = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
// oxlint-disable-next-line no-control-regex -- they are what is replaced
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g

function escaped(text: string): string {
  const clean = text.replace(broken, '\uFFFD').replace(forbidden, '\uFFFD')
  return clean.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
