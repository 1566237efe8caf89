import type { Backend, BackendEvent, Warning } from '../core/backend.ts'
import { BackendError } from '../core/backend-error.ts'
import { isLeftOut } from './audit-reply.ts'

type Who = Pick<Backend, 'provider' | 'modelId'>

/** Fails a call as soon as something that was asked for is known not to be done. */
export interface Enforcement {
  /** @throws BackendError `not-enforced` */
  look(event: BackendEvent, text?: string): void
}

/** For `enforce: true`. */
export function enforcement(who: Who): Enforcement {
  return {
    look(event, text) {
      if (event.type === 'start') refuse(who, { warnings: event.warnings.filter(isLeftOut) })
      if (event.type !== 'finish' || event.reason === 'aborted') return
      const asked = event.receipt?.asked ?? {}
      const broken = Object.keys(asked).filter((name) => asked[name] === 'ignored')
      const warnings = (event.warnings ?? []).filter((each) => isLeftOut(each) || isIgnored(each))
      refuse(who, { warnings, names: broken, text, raw: event.raw })
    },
  }
}

/** Before anything is sent. @throws BackendError `not-enforced` */
export function refuseUnable(
  who: Who,
  warnings: readonly Warning[],
  { schemaInWords }: { readonly schemaInWords: unknown },
): void {
  refuse(who, { warnings: warnings.filter(isLeftOut) })
  if (schemaInWords === undefined) return
  const message = 'It cannot be held to a schema: it would only be shown it in words.'
  refuse(who, { warnings: [{ code: 'unsupported-option', option: 'format', message }] })
}

interface Refusal {
  readonly warnings: readonly Warning[]
  readonly names?: readonly string[]
  readonly text?: string | undefined
  readonly raw?: unknown
}

const broken: ReadonlySet<string> = new Set([
  'option-ignored',
  'schema-ignored',
  'tool-call-in-text',
  'context-truncated',
])

function isIgnored({ code }: Warning): boolean {
  return broken.has(code)
}

function refuse({ provider, modelId }: Who, { warnings, names = [], text, raw }: Refusal): void {
  if (warnings.length === 0 && names.length === 0) return
  const what = warnings.map(({ message }) => message).join(' ') || `${names.join(', ')} was ignored.`
  throw new BackendError(
    `${modelId}: ${what} With \`enforce: true\` that is a failure; use a backend that can, or leave \`enforce\` out and look at \`receipt\`.`,
    { provider, code: 'not-enforced', text, raw },
  )
}
