import { MelleaError } from '../core/errors.ts'
import type { RunnableToolCall } from '../core/model-output.ts'
import type { AnyTool, ToolScope } from '../core/tool.ts'
import { abortable } from '../util/abortable.ts'

/** What a call says, by itself. */
interface CallFacts {
  readonly id: string
  readonly name: string
  readonly args: unknown
}

/** A call that can be run; printed and compared it is its id, name and arguments. */
export class ToolCallOf implements RunnableToolCall {
  readonly id: string
  readonly name: string
  readonly args: unknown
  readonly #tool: AnyTool | undefined

  /** @param tool nothing where nobody offered it */
  constructor({ id, name, args }: CallFacts, tool: AnyTool | undefined) {
    this.id = id
    this.name = name
    this.args = args
    this.#tool = tool
  }

  /** Whether another attempt may run it again. */
  get repeatable(): boolean {
    return this.#tool?.repeatable === true
  }

  async run({
    signal = new AbortController().signal,
  }: { readonly signal?: AbortSignal | undefined } = {}): Promise<unknown> {
    const tool = this.#tool
    if (!tool) throw notOffered(this.name)
    signal.throwIfAborted()
    return abortable(run(tool, this.args, { signal, id: this.id }), signal)
  }
}

async function run(
  { name, approve, run: execute }: AnyTool,
  args: unknown,
  scope: ToolScope,
): Promise<unknown> {
  // its schema has accepted them
  const own = args as never
  const approved = approve ? await named(name, scope, () => approve(own, scope)) : true
  if (approved !== true) throw refused(name, approved)
  return named(name, scope, () => execute(own, scope))
}

/** What the user's own code gives, or its failure under the name of the tool. */
async function named<R>(name: string, { signal }: ToolScope, work: () => R | Promise<R>): Promise<R> {
  signal.throwIfAborted()
  try {
    return await work()
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new MelleaError(`The tool "${name}" failed: ${why}`, { code: 'tool-failed', cause })
  }
}

function refused(name: string, reason: unknown): MelleaError {
  const why = typeof reason === 'string' && reason !== '' ? `: ${reason}` : '.'
  return new MelleaError(`The call of the tool "${name}" was not approved${why}`, { code: 'blocked' })
}

function notOffered(name: string): MelleaError {
  return new MelleaError(
    `The model called "${name}", which nobody offered: there is nothing to run. Offer it with \`tools\`.`,
    { code: 'tool-failed' },
  )
}
