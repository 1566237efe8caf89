import type { ComponentPart, RenderScope } from '../core/component.ts'
import type { MessagePart } from '../core/message.ts'
import { fence } from '../util/fence.ts'
import type { InstructionLines, Line } from './instruction.ts'

/** The wording of edition `mellea/1`. Sections are separated by one empty line; those with nothing to say are left out. */
export function instructionText(lines: InstructionLines, scope: RenderScope): readonly MessagePart[] {
  const grounding = lines.grounding.map(([name, line]) => [fence('context', textOf(line, scope), { name })])
  const context: Section[] = grounding.length > 0 ? [['Base the answer on this context:'], ...grounding] : []
  // Granite was taught to read its documents before the question
  const contextFirst = /granite/i.test(scope.modelId)
  const sections: Section[] = [
    ...(lines.prefix ? [lines.prefix] : []),
    ...(contextFirst ? context : []),
    lines.description,
    ...list('The answer must meet all of these requirements:', lines.requirements),
    ...list('Examples of good answers:', lines.examples),
    ...(contextFirst ? [] : context),
    ...list(
      'An earlier answer was rejected for these reasons. Write a new answer that avoids every one of them:',
      lines.reasons.map((reason) => [reason]),
    ),
  ]
  return merged(
    sections.flatMap((section, index) => (index === 0 ? section : ['\n\n', ...section])),
    scope,
  )
}

type Section = readonly ComponentPart[]

function list(title: string, items: readonly Line[]): Section[] {
  return items.length === 0 ? [] : [[title, ...items.flatMap((item): ComponentPart[] => ['\n* ', ...item])]]
}

function textOf(line: Line, scope: RenderScope): string {
  return line.map((part) => scope.text(part)).join('')
}

/** Neighbouring texts become one part; pictures stay where they stand. */
function merged(parts: readonly ComponentPart[], scope: RenderScope): readonly MessagePart[] {
  const done: MessagePart[] = []
  for (const part of parts.flatMap((each) => scope.parts(each))) {
    const last = done.at(-1)
    if (part.type === 'text' && last?.type === 'text')
      done[done.length - 1] = { type: 'text', text: last.text + part.text }
    else done.push(part)
  }
  return done
}
