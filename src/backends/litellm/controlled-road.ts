import type { BackendEvent, GenerateRequest, Warning } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { takeControl, type LiteLLMControl } from './litellm-control.ts'
import type { Road } from './road.ts'

/** What stands behind a road that is another backend. */
export interface Behind {
  readonly prefix: string
  readonly road: Road
  /** LiteLLM's members that it has no place for. */
  readonly unsupported: readonly string[]
  /** The road of this one call, where its options say something of it. */
  readonly roadFor?: (control: LiteLLMControl) => Road | undefined
}

/** A road through another backend: LiteLLM's own options are taken out before, and what was said of them joins the first event. */
export function controlledRoad(behind: Behind): Road {
  const { road } = behind
  return {
    capabilities: (signal) => road.capabilities(signal),
    ...(road.prepare && { prepare: road.prepare.bind(road) }),
    ...(road.embed && { embed: road.embed.bind(road) }),
    generate: (request) => controlled(behind, request),
  }
}

async function* controlled(behind: Behind, request: GenerateRequest): AsyncGenerator<BackendEvent> {
  const { request: bare, control, warnings } = takeControl(request)
  const options: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(bare.options)) {
    if (control.unwanted.has(name)) continue
    if (!behind.unsupported.includes(name) || control.allowed.has(name)) options[name] = value
    else if (control.dropParams)
      warnings.unsupported(name, `${behind.prefix} has no "${name}": it was left out.`)
    else
      throw new OptionError(`${behind.prefix} has no "${name}": leave it out, or say drop_params: true.`, {
        code: 'unsupported',
      })
  }
  const road = behind.roadFor?.(control) ?? behind.road
  for await (const event of road.generate({ ...bare, options })) yield joined(event, warnings.all)
}

function joined(event: BackendEvent, more: readonly Warning[]): BackendEvent {
  if (event.type !== 'start' || more.length === 0) return event
  return { ...event, warnings: [...more, ...event.warnings] }
}
