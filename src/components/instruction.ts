import type { Component, ComponentPart, RenderScope } from '../core/component.ts'
import { OptionError } from '../core/errors.ts'
import type { MessagePart } from '../core/message.ts'
import type { RequirementLike } from '../core/requirement.ts'
import { shownDescriptions, toRequirements } from '../core/to-requirement.ts'
import { fillTemplate, type UserVariables } from './fill-template.ts'
import type { ImageInput } from './image.ts'
import { instructionText } from './instruction-text.ts'

/** An example of what is wanted: an answer, or a question with its answer. */
export type InContextExample = string | { readonly input: string; readonly output: string }

/** What may stand beside the description of an instruction, requirements aside. */
export interface InstructionParts {
  /** With them, `{{name}}` is replaced in the description, the prefix, the examples, the grounding context and requirement texts; without, braces are literal. */
  readonly userVariables?: UserVariables | undefined
  /** What the answer should rest on, by name. */
  readonly groundingContext?: { readonly [name: string]: ComponentPart } | undefined
  readonly iclExamples?: readonly InContextExample[] | undefined
  readonly images?: readonly ImageInput[] | undefined
  /** Said before everything else. */
  readonly prefix?: string | undefined
  /** The answer starts with this; the model continues it where it can. */
  readonly outputPrefix?: string | undefined
}

/** What may stand beside the description of an instruction. */
export interface InstructionOptions extends InstructionParts {
  /** Shown to the model as a list; those that are only checked are left out. */
  readonly requirements?: readonly RequirementLike<never>[] | undefined
}

/** Parts that stand on one line. */
export type Line = readonly ComponentPart[]

export interface InstructionLines {
  readonly prefix?: Line | undefined
  readonly description: Line
  readonly requirements: readonly Line[]
  readonly examples: readonly Line[]
  readonly grounding: readonly (readonly [name: string, Line])[]
  readonly reasons: readonly string[]
}

/**
 * What `instruct()` asks: a description with its requirements, examples and context.
 *
 * @example
 * import { Instruction, startSession } from 'mellea'
 * const action = new Instruction('Write to {{name}}.', { userVariables: { name: 'Olivia' }, requirements: ['Be brief.'] })
 * await startSession().act(action)
 */
export class Instruction implements Component<string> {
  readonly kind = 'instruction'
  readonly prefill?: string
  readonly #description: ComponentPart
  readonly #options: InstructionOptions
  readonly #lines: InstructionLines

  /** @throws OptionError for an empty description or a missing variable. */
  constructor(description: ComponentPart, options: InstructionOptions = {}, reasons: readonly string[] = []) {
    if (typeof description === 'string' && description.trim() === '' && !options.images?.length)
      throw new OptionError('The instruction is empty: say what you want.')
    this.#description = description
    this.#options = options
    this.#lines = linesOf(description, options, reasons)
    if (options.outputPrefix) this.prefill = options.outputPrefix
  }

  parts(): readonly ComponentPart[] {
    const { prefix = [], description, requirements, examples, grounding } = this.#lines
    const lines = [prefix, description, ...requirements, ...examples, ...grounding.map(([, line]) => line)]
    return [...lines.flat(), ...(this.#options.images ?? [])]
  }

  render(scope: RenderScope): readonly MessagePart[] {
    const pictures = this.#options.images?.flatMap((picture) => scope.parts(picture)) ?? []
    return [...instructionText(this.#lines, scope), ...pictures]
  }

  /** The same instruction, told why an earlier answer failed; earlier reasons are replaced. */
  repaired(reasons: readonly string[]): Instruction {
    return new Instruction(this.#description, this.#options, reasons)
  }
}

function linesOf(
  description: ComponentPart,
  options: InstructionOptions,
  reasons: readonly string[],
): InstructionLines {
  const { userVariables, prefix, requirements, iclExamples = [], groundingContext = {} } = options
  const fill = (part: ComponentPart): Line =>
    userVariables && typeof part === 'string' ? fillTemplate(part, userVariables) : [part]
  return {
    prefix: prefix ? fill(prefix) : undefined,
    description: fill(description),
    requirements: shownDescriptions(toRequirements(requirements)).map(fill),
    examples: iclExamples.map((example) => fill(exampleText(example))),
    grounding: Object.entries(groundingContext).map(([name, part]) => [name, fill(part)]),
    reasons,
  }
}

function exampleText(example: InContextExample): string {
  return typeof example === 'string' ? example : `Input: ${example.input}\nOutput: ${example.output}`
}
