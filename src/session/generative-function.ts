import type { Backend } from '../core/backend.ts'
import type { Context } from '../core/context.ts'
import { OptionError } from '../core/errors.ts'
import { RunningCall } from '../core/running-call.ts'
import { wireSchemaOf } from '../core/json-schema-of.ts'
import { GenerativeCall } from './generative-call.ts'
import { generativePlan, type FunctionSpec } from './generative-plan.ts'
import type { GenerativeOptions } from './generative-spec.ts'
import { MelleaSession } from './mellea-session.ts'

/** A typed function whose body is the model. */
export interface GenerativeFunction<In, Out> {
  (m: MelleaSession, input: In, options?: GenerativeOptions<Out>): GenerativeCall<Out>
  /** With the context in the open: what goes in, and what comes out. */
  run(
    at: { readonly backend: Backend; readonly context: Context },
    input: In,
    options?: GenerativeOptions<Out>,
  ): Promise<{ readonly value: Out; readonly context: Context }>
}

/** Makes a function out of its declaration. @throws OptionError when its output cannot be said as JSON Schema. */
export function generativeFunction<In, Out>(spec: FunctionSpec<In, Out>): GenerativeFunction<In, Out> {
  if (spec.output) wireSchemaOf(spec.output)
  const call = (m: MelleaSession, input: In, options: GenerativeOptions<Out> = {}): GenerativeCall<Out> => {
    if (!(typeof m === 'object' && m !== null && '~start' in m)) return withoutSession(spec.name)
    return new GenerativeCall(
      m['~start']((side) => generativePlan(side, spec, input, options), options.signal),
    )
  }
  const run: GenerativeFunction<In, Out>['run'] = async ({ backend, context }, input, options) => {
    const m = new MelleaSession({ backend, ctx: context })
    const value = await call(m, input, options)
    return { value, context: m.ctx }
  }
  return Object.assign(call, { run })
}

/** Nothing throws before it is awaited, misuse neither. */
function withoutSession<Out>(name: string): GenerativeCall<Out> {
  const error = new OptionError(`${name}(m, input): the first argument is the session.`)
  return new GenerativeCall<Out>(new RunningCall<Out, never>(() => Promise.reject(error)))
}
