import { OptionError } from '../../core/errors.ts'
import type { Environment } from '../../util/environment.ts'

/** What a file of Google's Application Default Credentials may hold. */
export type GoogleCredentials =
  | {
      readonly type: 'service_account'
      readonly client_email: string
      readonly private_key: string
      readonly token_uri?: string
      readonly project_id?: string
    }
  | {
      readonly type: 'authorized_user'
      readonly client_id: string
      readonly client_secret: string
      readonly refresh_token: string
      readonly quota_project_id?: string
    }

/**
 * The credentials of VERTEXAI_CREDENTIALS (a file, or its text), of GOOGLE_APPLICATION_CREDENTIALS, or of `gcloud auth application-default
 * login`. Nothing where there are none: then the machine itself may have some.
 *
 * Source: https://cloud.google.com/docs/authentication/application-default-credentials
 *
 * @throws OptionError for a file that is named and cannot be read, and for credentials of other kinds.
 */
export async function googleCredentials(env: Environment): Promise<GoogleCredentials | undefined> {
  const named = env['VERTEXAI_CREDENTIALS'] || env['GOOGLE_APPLICATION_CREDENTIALS']
  if (named?.trimStart().startsWith('{')) return parsed(named, 'VERTEXAI_CREDENTIALS')
  const place = named ?? ownPlace(env)
  const text = place === undefined ? undefined : await readFile(place)
  if (text !== undefined) return parsed(text, String(place))
  if (named === undefined) return undefined
  throw new OptionError(`Google's credentials are not in "${named}": no such file can be read.`)
}

/** Where gcloud keeps them. */
function ownPlace(env: Environment): string | undefined {
  const folder = env['CLOUDSDK_CONFIG'] || (env['APPDATA'] && `${env['APPDATA']}/gcloud`)
  const known = folder || (env['HOME'] && `${env['HOME']}/.config/gcloud`)
  return known ? `${known}/application_default_credentials.json` : undefined
}

async function readFile(path: string): Promise<string | undefined> {
  const files = globalThis.process?.getBuiltinModule?.('node:fs/promises')
  return files?.readFile(path, 'utf8').catch(() => undefined)
}

function parsed(text: string, where: string): GoogleCredentials {
  const held = parse(text)
  const has = (...names: readonly string[]): boolean => names.every((name) => typeof held[name] === 'string')
  if (held['type'] === 'service_account' && has('client_email', 'private_key'))
    return held as GoogleCredentials
  if (held['type'] === 'authorized_user' && has('client_id', 'client_secret', 'refresh_token'))
    return held as GoogleCredentials
  throw new OptionError(
    `The credentials in ${where} are of a kind that is not known here ("${String(held['type'])}"): pass \`apiKey\`, a function that gets an access token.`,
  )
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}
