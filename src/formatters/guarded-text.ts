/** A part of a prompt. In a plain one nothing is a command to the model, whatever it looks like. */
export interface PromptPiece {
  readonly text: string
  readonly plain: boolean
}

/** Finds in a text what a model would take for a command. */
export interface TextGuard {
  /** Matches every command; nothing where the model has none. */
  readonly commands: RegExp | undefined
  /** Beginnings and ends of commands: they could be completed by what stands beside a text. */
  readonly beginnings: ReadonlySet<string>
  readonly ends: ReadonlySet<string>
  readonly longest: number
}

export function textGuard(controls: readonly string[]): TextGuard {
  const escaped = controls
    .toSorted((one, other) => other.length - one.length)
    .map((control) => control.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const cuts = (cut: (control: string, at: number) => string): ReadonlySet<string> =>
    new Set(
      controls.flatMap((control) =>
        Array.from({ length: Math.max(0, control.length - 1) }, (_, at) => cut(control, at + 1)),
      ),
    )
  return {
    commands: escaped.length > 0 ? new RegExp(escaped.join('|'), 'gu') : undefined,
    beginnings: cuts((control, at) => control.slice(0, at)),
    ends: cuts((control, at) => control.slice(at)),
    longest: Math.max(0, ...controls.map(({ length }) => length)),
  }
}

/**
 * Writes texts of strangers into a frame, and parts the result: what looks like a command and came with a text is a plain piece.
 * All other text goes through unchanged, so that it is read as if there were no guard.
 */
export function guardedText(
  guard: TextGuard,
  contents: readonly string[],
  write: (contents: readonly string[]) => string,
): readonly PromptPiece[] {
  const marks = unusedMarks(contents)
  const [open, close] = marks
  const guarded = contents.map((content) => guardOne(content, guard, marks))
  const pieces: PromptPiece[] = []
  for (const [index, part] of write(guarded).split(open).entries()) {
    // a template that cut a text may have lost its second mark: then all that follows is plain
    const end = index === 0 ? 0 : (part + close).indexOf(close)
    if (end > 0) pieces.push({ text: part.slice(0, end), plain: true })
    const rest = part.slice(end).replaceAll(close, '')
    if (rest !== '') pieces.push({ text: rest, plain: false })
  }
  return pieces
}

type Marks = readonly [open: string, close: string]

function guardOne(content: string, guard: TextGuard, [open, close]: Marks): string {
  const { commands, longest } = guard
  if (!commands || content === '') return content
  const guarded = content.replace(commands, (command) => `${open}${command}${close}`)
  const lengths = Array.from({ length: Math.min(longest, content.length) }, (_, index) => index + 1)
  const before = lengths.some((length) => guard.ends.has(content.slice(0, length))) ? open + close : ''
  const after = lengths.some((length) => guard.beginnings.has(content.slice(-length))) ? open + close : ''
  return `${before}${guarded}${after}`
}

/** Two characters of the private use area that no text has. */
function unusedMarks(contents: readonly string[]): Marks {
  const free: string[] = []
  for (let code = 0xe000; free.length < 2; code++) {
    const mark = String.fromCharCode(code)
    if (!contents.some((content) => content.includes(mark))) free.push(mark)
  }
  return [free[0] ?? '', free[1] ?? '']
}
