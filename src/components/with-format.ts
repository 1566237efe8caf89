import type { Component } from '../core/component.ts'
import { wireSchemaOf, type WireSchema } from '../core/json-schema-of.ts'
import type { Schema } from '../core/schema.ts'

/** A component whose answer fits a schema. */
export interface FormattedComponent<T> {
  readonly action: Component<T>
  readonly wire: WireSchema
}

/**
 * The same question, answered as a value of `format`.
 *
 * @throws OptionError `schema-unsupported` when the schema cannot say itself as JSON Schema.
 */
export function withFormat<T>(component: Component<unknown>, format: Schema<T>): FormattedComponent<T> {
  const wire = wireSchemaOf(format)
  return { action: formatted(component, format, wire), wire }
}

function formatted<T>(component: Component<unknown>, format: Schema<T>, wire: WireSchema): Component<T> {
  const { role, prefill } = component
  const repaired = component.repaired?.bind(component)
  return {
    kind: component.kind,
    ...(role && { role }),
    ...(prefill && { prefill }),
    schema: wire.schema,
    ...(wire.wrapped && { wrapped: true }),
    parts: () => component.parts?.() ?? [],
    render: (scope) => component.render(scope),
    // loaded with the first answer that has a format
    decode: async ({ text }) =>
      (await import('../core/decode-with-schema.ts')).decodeWithSchema(text, format, wire),
    ...(repaired && {
      repaired: (reasons: readonly string[]) => formatted(repaired(reasons), format, wire),
    }),
  }
}
