import { withFormat } from '../components/with-format.ts'
import { wireSchemaOf } from '../core/json-schema-of.ts'
import type { Component } from '../core/component.ts'
import type { CallShape } from '../core/running-call.ts'
import type { Schema } from '../core/schema.ts'

/** A call's question and how its text stands for objects. */
export interface FormattedCall<T> {
  readonly action: Component<T>
  readonly shape: CallShape
}

/** Gives the action the call's format, if it has one. */
export function formattedCall<T>(
  action: Component<unknown>,
  {
    format,
    requirements = [],
  }: { readonly format?: Schema | undefined; readonly requirements?: readonly unknown[] | undefined },
): FormattedCall<T> {
  // without a format the component itself says what T is: the caller's type is the component's
  if (!format) return { action: action as Component<T>, shape: {} }
  return {
    action: withFormat(action, format as Schema<T>).action,
    shape: formattedShape(format, requirements),
  }
}

/** How the text of a call stands for objects: taken out of `{ "result": … }`, and given element by element where only the schema judges. */
export function formattedShape(format: Schema | undefined, requirements: readonly unknown[]): CallShape {
  if (!format) return {}
  const elementsFlow = requirements.length === 0
  return wireSchemaOf(format).wrapped ? { unwrap: unwrapResult, elementsFlow } : { elementsFlow }
}

function unwrapResult(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'result') : undefined
}
