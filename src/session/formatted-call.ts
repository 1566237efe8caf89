import { withFormat } from '../components/with-format.ts'
import type { CallShape } from '../core/call-shape.ts'
import type { WireSchema } from '../core/json-schema-of.ts'
import type { Component } from '../core/component.ts'
import type { Schema } from '../core/schema.ts'
import type { PreparedCall } from './prepare-call.ts'

/** A call's question and how its answer goes over the wire. */
export interface FormattedCall<T> {
  readonly action: Component<T>
  readonly wire?: WireSchema
}

/** Gives the action the call's format, if it has one. */
export function formattedCall<T>(action: Component<unknown>, format: Schema | undefined): FormattedCall<T> {
  // without a format the component itself says what T is: the caller's type is the component's
  return format ? withFormat(action, format as Schema<T>) : { action: action as Component<T> }
}

/** How the text of a call stands for a value, and whether elements may be given before all of it is accepted: by the rule that holds for text. */
export function shapeOf(
  format: Schema | undefined,
  wire: WireSchema | undefined,
  { requirements, strategy, release }: Pick<PreparedCall<never>, 'requirements' | 'strategy' | 'release'>,
): CallShape {
  if (!format || !wire) return {}
  const watchedOnly = requirements.every(({ watch, validate }) => watch && !validate)
  const elementsFlow =
    release === undefined ? watchedOnly && strategy.sequential === true : release === 'chunk'
  return { format, wire, elementsFlow, watched: requirements.length > 0 }
}
