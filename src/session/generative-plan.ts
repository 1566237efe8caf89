import { withFormat } from '../components/with-format.ts'
import { SimpleContext } from '../context/simple-context.ts'
import type { Component } from '../core/component.ts'
import { wireSchemaOf } from '../core/json-schema-of.ts'
import { issueText } from '../core/issue-text.ts'
import { OptionError } from '../core/errors.ts'
import { PreconditionError } from '../core/precondition-error.ts'
import type { Schema } from '../core/schema.ts'
import { shownDescriptions, toRequirements } from '../core/to-requirement.ts'
import type { JudgeSide } from '../sampling/ask-judge.ts'
import { checkText } from '../sampling/check-text.ts'
import { shapeOf } from './formatted-call.ts'
import type { GenerativeOptions, GenerativeSpec } from './generative-spec.ts'
import { generativeStub } from './generative-stub.ts'
import { prepareCall, type SessionSide } from './prepare-call.ts'
import type { Preparation } from './start-call.ts'

/** A declaration; without `output` the result is text. */
export type FunctionSpec<In, Out> = Omit<GenerativeSpec<In, never, Out>, 'input' | 'output'> & {
  readonly input: Schema<unknown, In>
  readonly output?: Schema<Out>
}

type InputSpec<In> = Pick<FunctionSpec<In, never>, 'name' | 'doc' | 'input' | 'preconditions'>

/** A call of a generative function, ready to start: its input is parsed and its preconditions are checked when its turn has come. */
export function generativePlan<In, Out>(
  side: SessionSide,
  spec: FunctionSpec<In, Out>,
  input: In,
  options: GenerativeOptions<Out>,
): Preparation<Out> {
  const requirements = [...toRequirements(spec.requirements), ...toRequirements(options.requirements)]
  const stub = (given: object): Component<Out> => {
    const { name, doc, examples = [] } = spec
    const text = {
      name,
      doc,
      examples,
      input: { ...given },
      requirements: shownDescriptions(requirements),
      reasons: [],
    }
    // without a schema the value is the text
    return spec.output
      ? withFormat(generativeStub(text), spec.output).action
      : (generativeStub(text) as Component<never>)
  }
  // of the raw input only to know what it waits for
  const call = prepareCall(side, stub(asArguments(input)), { ...options, requirements })
  return {
    call,
    shape: shapeOf(spec.output, spec.output && wireSchemaOf(spec.output), call),
    makeAction: async (judges) => stub(asArguments(await parsedInput(spec, input, judges))),
  }
}

/** An input that is no record has one argument. */
function asArguments(input: unknown): object {
  const isRecord = typeof input === 'object' && input !== null && !Array.isArray(input)
  return isRecord ? input : input === undefined ? {} : { input }
}

async function parsedInput<In>(spec: InputSpec<In>, input: In, judges: JudgeSide): Promise<unknown> {
  const parsed = await spec.input['~standard'].validate(input)
  if (parsed.issues)
    throw new OptionError(`${spec.name}: the input does not fit: ${parsed.issues.map(issueText).join('; ')}.`)
  if (spec.preconditions?.length) await holdPreconditions(spec, parsed.value, judges)
  return parsed.value
}

async function holdPreconditions<In>(spec: InputSpec<In>, value: unknown, judges: JudgeSide): Promise<void> {
  const validations = await checkText({
    ...judges,
    text: JSON.stringify(value) ?? '',
    // the input as its schema gave it: what the preconditions are typed by
    value: value as never,
    requirements: toRequirements(spec.preconditions),
    action: {
      kind: 'arguments',
      render: () => `Give arguments for the function "${spec.name}": ${spec.doc}`,
    },
    context: new SimpleContext(),
    validateAll: false,
  })
  if (validations.some(({ result }) => result.status !== 'pass'))
    throw new PreconditionError(spec.name, validations)
}
