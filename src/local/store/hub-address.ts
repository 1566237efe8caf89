import { maskURL } from '../../util/mask-secrets.ts'

/** Which hub to ask, as whom, and whether at all. */
export interface HubAddress {
  /** Without a slash at the end. */
  readonly endpoint: string
  /** The same for messages: without a password. */
  readonly place: string
  readonly token: string | undefined
  readonly offline: boolean
}

/** Reads `HF_ENDPOINT`, `HF_TOKEN` (or the older `HUGGING_FACE_HUB_TOKEN`) and `HF_HUB_OFFLINE`. */
export function hubAddress(env: Readonly<Record<string, string | undefined>>): HubAddress {
  const endpoint = (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/+$/, '')
  return {
    endpoint,
    place: maskURL(endpoint).replace(/\/+$/, ''),
    token: env['HF_TOKEN']?.trim() || env['HUGGING_FACE_HUB_TOKEN']?.trim() || undefined,
    offline: /^(?:1|on|yes|true)$/i.test(env['HF_HUB_OFFLINE'] ?? ''),
  }
}
