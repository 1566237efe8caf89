import type { GenerateRequest } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'

/** An adapter that is left out would give another model's answer: so it is not. */
export function refuseAdapter({ adapter }: GenerateRequest, who: string): void {
  if (!adapter) return
  const message = `${who} has no adapters: "${adapter.name}" needs a backend that lists it in its capabilities.`
  throw new OptionError(message, { code: 'unsupported' })
}
