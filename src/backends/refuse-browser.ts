import { OptionError } from '../core/errors.ts'

/** @throws OptionError in a page of the web. */
export function refuseBrowser(): void {
  if (!('window' in globalThis) || !('document' in globalThis)) return
  throw new OptionError(
    'A key in a browser can be read by everyone: call a server of yours, or pass `dangerouslyAllowBrowser: true`.',
  )
}
