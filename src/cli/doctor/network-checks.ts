import { hubAddress } from '../../local/store/hub-address.ts'
import { maskURL } from '../../util/mask-secrets.ts'
import type { Check } from './check.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The variables that decide how the network is reached; nothing is contacted, and no secret is shown. */
export function networkChecks(env: Environment): readonly Check[] {
  return [proxyCheck(env), hubCheck(env)]
}

function proxyCheck(env: Environment): Check {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [
    name,
    name.toLowerCase(),
  ])
  const set = names.flatMap((name) => (env[name] ? [`${name}=${masked(name, env[name])}`] : []))
  return { name: 'proxy', status: set.length > 0 ? 'note' : 'ok', text: set.join(', ') || 'none' }
}

function masked(name: string, value: string): string {
  if (/^no_proxy$/i.test(name)) return value
  const address = value.includes('://') ? value : `http://${value}`
  return URL.canParse(address) ? maskURL(address).replace(/\/$/, '') : '***'
}

function hubCheck(env: Environment): Check {
  const { place, token, offline } = hubAddress(env)
  const facts = [
    place,
    token ? 'HF_TOKEN is set' : 'no HF_TOKEN',
    ...(offline ? ['HF_HUB_OFFLINE keeps us from asking it'] : []),
  ]
  const status = offline ? 'note' : 'ok'
  return { name: 'hub', status, text: facts.join(', '), ...(offline && { remedy: 'unset HF_HUB_OFFLINE' }) }
}
