import { OptionError } from '../../core/errors.ts'
import type { Environment } from '../../util/environment.ts'
import { joinURL } from '../../util/join-url.ts'
import { maskURL } from '../../util/mask-secrets.ts'
import type { ChatProvider } from './chat-provider.ts'
import { firstFilled, variablesIn } from './fill-template.ts'

/** Where a provider is, and whether the caller said so. */
export interface ProviderAddress {
  readonly base: string
  /** From the table or from the environment: its key may go there. */
  readonly known: boolean
}

/**
 * The address before the path: the caller's, else that of the environment, else the provider's own.
 *
 * @throws OptionError for an address that is none, and where none is known; it names what to set.
 */
export function providerAddress(
  prefix: string,
  row: ChatProvider,
  { given, env }: { readonly given: string | undefined; readonly env: Environment },
): ProviderAddress {
  const base = given ?? firstFilled(row.baseURL, env)
  if (base === undefined) {
    const names = variablesIn(row.baseURL)
    const set = names.length > 0 ? `set ${names.join(' or ')}, or pass` : 'pass'
    throw new OptionError(`"${prefix}" has no address of its own: ${set} \`baseURL\`.`)
  }
  if (!URL.canParse(base) || !/^https?:/i.test(base))
    throw new OptionError(
      `"${maskURL(base)}" is not an address: that of "${prefix}" looks like "${row.baseURL.at(-1)?.includes('//') ? row.baseURL.at(-1) : 'https://host/v1'}".`,
    )
  // a server of one's own has no address but the given one
  const own = !row.baseURL.some((each) => each.includes('//'))
  return { base, known: given === undefined || own }
}

/**
 * `base` with `path` after it, and `query`. What `base` already has of the path is not said twice: LiteLLM's users pass whole addresses, too.
 */
export function requestURL(base: string, path: string, query: { readonly [name: string]: string }): string {
  const more = rest(new URL(base).pathname.replace(/\/+$/, ''), path)
  const url = new URL(more === '' ? base : joinURL(base, more))
  for (const [name, value] of Object.entries(query))
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  return url.href
}

function rest(before: string, path: string): string {
  const segments = path.split('/')
  for (let count = segments.length; count > 0; count--) {
    const head = segments.slice(0, count).join('/').replace(/\/$/, '')
    if (head !== '' && before.endsWith(`/${head}`)) return segments.slice(count).join('/')
  }
  return path
}
