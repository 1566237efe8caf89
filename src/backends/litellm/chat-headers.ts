import { BackendError } from '../../core/backend-error.ts'
import type { Environment } from '../../util/environment.ts'
import { maskURL } from '../../util/mask-secrets.ts'
import { withoutUser } from '../../util/without-user.ts'
import type { ChatProvider } from './chat-provider.ts'
import { fillTemplate } from './fill-template.ts'
import { firstSet } from './first-set.ts'
import type { ProviderAddress } from './provider-address.ts'
import type { RoadParts } from './road.ts'

/**
 * The key in the provider's header, its other headers, and the caller's.
 *
 * @throws BackendError `unauthorized` before anything is sent where a key is needed and there is none; it names what to set.
 */
export async function chatHeaders(
  { prefix, apiKey, headers = {}, env }: RoadParts,
  row: ChatProvider,
  address: ProviderAddress,
): Promise<{ readonly [name: string]: string }> {
  const own: Record<string, string> = {}
  for (const [name, template] of Object.entries(row.headers ?? {})) {
    const value = fillTemplate(template, env)
    if (value !== undefined) own[name] = value
  }
  const given = typeof apiKey === 'function' ? await apiKey() : apiKey
  const key = dereferenced(given, env) ?? (address.known ? firstSet(row.keys, env) : undefined)
  if (key) return { ...own, ...inHeader(key, row), ...headers }
  const name = row.keyHeader ?? 'authorization'
  const said = Object.keys(headers).some((each) => [name, 'authorization'].includes(each.toLowerCase()))
  if (said || row.keyless) return { ...own, ...headers }
  throw missingKey(prefix, row, address)
}

/** LiteLLM's way to name a variable instead of a key: `os.environ/GROQ_API_KEY`. */
function dereferenced(key: string | undefined, env: Environment): string | undefined {
  const name = key === undefined ? undefined : /^os\.environ\/(\w+)$/.exec(key)?.[1]
  return (name === undefined ? key : env[name]) || undefined
}

/** A token, as Entra gives them, is no key: it goes as `Bearer`, wherever keys go. */
function inHeader(key: string, { keyHeader }: ChatProvider): { readonly [name: string]: string } {
  const isToken = /^eyJ[\w-]+\.[\w-]+\./.test(key)
  return keyHeader === undefined || isToken ? { authorization: `Bearer ${key}` } : { [keyHeader]: key }
}

function missingKey(prefix: string, { keys }: ChatProvider, { base, known }: ProviderAddress): BackendError {
  const where = maskURL(withoutUser(base))
  const remedy = known
    ? `set ${keys.join(' or ')}, or pass \`apiKey\`.`
    : `pass \`apiKey\`: ${keys.join(' and ')} go to the provider's own address only, not to ${where}.`
  return new BackendError(`there is no API key: ${remedy}`, {
    provider: prefix,
    code: 'unauthorized',
    url: where,
  })
}
