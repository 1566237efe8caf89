import { OptionError } from '../core/errors.ts'

/** Whether this is a page of the web. */
export function inBrowser(): boolean {
  return 'window' in globalThis && 'document' in globalThis
}

/** @throws OptionError in a page of the web. */
export function refuseBrowser(): void {
  if (!inBrowser()) return
  throw new OptionError(
    'A key in a browser can be read by everyone: call a server of yours, or pass `dangerouslyAllowBrowser: true`.',
  )
}
