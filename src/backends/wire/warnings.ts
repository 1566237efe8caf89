import type { Warning } from '../../core/backend.ts'

/** Collects what could not be done as asked. */
export interface WarningList {
  readonly all: readonly Warning[]
  /** An option, or a part of the request, that this server has no way to honour. */
  unsupported(option: string, message: string): void
}

export function warningList(): WarningList {
  const all: Warning[] = []
  return {
    all,
    unsupported: (option, message) => void all.push({ code: 'unsupported-option', option, message }),
  }
}
