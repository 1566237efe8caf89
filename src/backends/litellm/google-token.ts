import type { Transport } from '../../http/transport.ts'
import { fromBase64, toBase64 } from '../../util/base64.ts'
import type { Environment } from '../../util/environment.ts'
import { exchangeToken } from './exchange-token.ts'
import { expiringToken, type ExpiringToken } from './expiring-token.ts'
import { googleCredentials, type GoogleCredentials } from './google-credentials.ts'

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const TOKEN_URI = 'https://oauth2.googleapis.com/token'
const provider = 'vertex_ai'
const remedy =
  'run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or pass `apiKey`, a function that gets a token.'

/** Access tokens for Google Cloud: of a service account, of a user of gcloud, or of the machine. */
export function googleToken(env: Environment, transport: Transport): () => Promise<string> {
  return expiringToken(async () => {
    const credentials = await googleCredentials(env)
    if (!credentials) return ofMachine(env, transport)
    return credentials.type === 'service_account'
      ? ofAccount(credentials, transport)
      : ofUser(credentials, transport)
  })
}

/** Source: https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
async function ofAccount(
  account: GoogleCredentials & { readonly type: 'service_account' },
  transport: Transport,
): Promise<ExpiringToken> {
  const { client_email: iss, token_uri: url = TOKEN_URI } = account
  const iat = Math.floor(Date.now() / 1000)
  const assertion = await signed({ iss, scope: SCOPE, aud: url, iat, exp: iat + 3600 }, account.private_key)
  const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  return exchangeToken({ provider, transport, url, form: { grant_type: grant, assertion }, remedy })
}

function ofUser(
  user: GoogleCredentials & { readonly type: 'authorized_user' },
  transport: Transport,
): Promise<ExpiringToken> {
  const { client_id: id, client_secret: secret, refresh_token: refresh } = user
  const form = { grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: refresh }
  return exchangeToken({ provider, transport, url: TOKEN_URI, form, remedy })
}

/** Source: https://cloud.google.com/compute/docs/access/authenticate-workloads#applications */
function ofMachine(env: Environment, transport: Transport): Promise<ExpiringToken> {
  const host = env['GCE_METADATA_HOST'] || 'metadata.google.internal'
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`
  return exchangeToken({ provider, transport, url, headers: { 'metadata-flavor': 'Google' }, remedy })
}

async function signed(claims: object, pem: string): Promise<string> {
  const text = `${url64(JSON.stringify({ alg: 'RS256', typ: 'JWT' }))}.${url64(JSON.stringify(claims))}`
  const der = fromBase64(pem.replaceAll(/-----[^-]+-----|\s/g, ''))
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('pkcs8', Uint8Array.from(der), algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign(algorithm.name, key, new TextEncoder().encode(text))
  return `${text}.${url64(new Uint8Array(signature))}`
}

function url64(what: string | Uint8Array): string {
  const bytes = typeof what === 'string' ? new TextEncoder().encode(what) : what
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
