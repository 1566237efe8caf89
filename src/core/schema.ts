import type { StandardSchemaV1 } from '@standard-schema/spec'

/** Anything that validates: zod, arktype, valibot, or `jsonSchema()`. */
export type Schema<Out = unknown, In = unknown> = StandardSchemaV1<In, Out>

/** What a call gives: the schema's output, or the text where there is no schema. */
// oxlint-disable-next-line typescript/no-explicit-any -- a conditional type must match every input type
export type Formatted<S> = S extends StandardSchemaV1<any, infer Out> ? Out : string

/**
 * An object that may still be growing: any member may be absent. What JSON cannot hold, and only a schema's transformation makes, is
 * unknown before that.
 */
export type DeepPartial<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer E)[]
    ? readonly DeepPartial<E>[]
    : T extends bigint | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
      ? unknown
      : T extends object
        ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
        : T
