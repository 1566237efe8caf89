import { joinURL } from '../../util/join-url.ts'
import { maskURL } from '../../util/mask-secrets.ts'
import { withoutUser } from '../../util/without-user.ts'
import { askServer } from '../ask-server.ts'
import type { Terminal } from '../terminal.ts'
import type { Check } from './check.ts'

const OFFICIAL = 'https://api.openai.com/v1'
const name = 'openai'

/** Whether there is a key, and whether the server answers: OPENAI_BASE_URL always, OpenAI itself only if that was asked for. */
export async function openaiCheck(
  terminal: Terminal,
  { online }: { readonly online: boolean },
): Promise<Check> {
  const key = terminal.env['OPENAI_API_KEY'] || undefined
  const own = terminal.env['OPENAI_BASE_URL'] || undefined
  const keyText = key ? 'OPENAI_API_KEY is set' : 'no OPENAI_API_KEY'
  if (own !== undefined && !(URL.canParse(own) && /^https?:/.test(own))) {
    const remedy = 'export OPENAI_BASE_URL=http://localhost:8000/v1'
    return { name, status: 'missing', text: 'OPENAI_BASE_URL is not an address', remedy }
  }
  if (own === undefined && !key) {
    const remedy = 'export OPENAI_API_KEY=…   (or OPENAI_BASE_URL=… for a server of your own)'
    return { name, status: 'missing', text: `${keyText}, no OPENAI_BASE_URL`, remedy }
  }
  if (own === undefined && !online)
    return { name, status: 'note', text: `${keyText}; OpenAI was not asked`, remedy: 'm doctor --online' }
  return asked(terminal, { address: own ?? OFFICIAL, key, keyText })
}

interface Asked {
  readonly address: string
  readonly key: string | undefined
  readonly keyText: string
}

async function asked(terminal: Terminal, { address, key, keyText }: Asked): Promise<Check> {
  const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}
  const answer = await askServer({ url: joinURL(address, 'models'), headers }, terminal)
  const place = maskURL(withoutUser(address))
  // some servers have no list, or show it to nobody
  if (!answer.ok && answer.code === 'bad-request')
    return {
      name,
      status: 'ok',
      text: `${keyText}, ${place} answers, without a list of models`,
      backend: name,
    }
  if (!answer.ok) {
    const remedy = answer.code === 'unauthorized' ? 'export OPENAI_API_KEY=…' : `curl ${place}/models`
    return { name, status: 'missing', text: `${keyText}, ${place}: ${answer.reason}`, remedy }
  }
  const models: unknown = Reflect.get(Object(answer.body), 'data')
  const count = Array.isArray(models) ? `, ${models.length} models` : ''
  return { name, status: 'ok', text: `${keyText}, ${place} answers${count}`, backend: name }
}
