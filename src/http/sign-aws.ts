/** What AWS knows a caller by. */
export interface AWSCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** What is signed. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly region: string
  /** AWS' name of the service: `'bedrock'`. */
  readonly service: string
  readonly credentials: AWSCredentials
  /** @default now */
  readonly at?: Date
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

/**
 * The headers that sign a request with Signature Version 4; they go beside those that were signed.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signAWS(request: SignedRequest): Promise<{ readonly [name: string]: string }> {
  const { method, body, region, service, credentials, at = new Date() } = request
  const url = new URL(request.url)
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const day = time.slice(0, 8)
  const own: Record<string, string> = { 'x-amz-date': time }
  if (credentials.sessionToken) own['x-amz-security-token'] = credentials.sessionToken
  const signed = canonicalHeaders({ ...request.headers, ...own, host: url.host })
  const names = signed.map(([name]) => name).join(';')
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = [method, pathOf(url), queryOf(url), lines, names, await digest(body)].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const text = [ALGORITHM, time, scope, await digest(canonical)].join('\n')
  let key = new TextEncoder().encode(`AWS4${credentials.secretAccessKey}`)
  for (const part of [day, region, service, 'aws4_request']) key = await hmac(key, part)
  const signature = toHex(await hmac(key, text))
  const credential = `${credentials.accessKeyId}/${scope}`
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
  return { ...own, authorization }
}

function canonicalHeaders(headers: { readonly [name: string]: string }): (readonly [string, string])[] {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replaceAll(/\s+/g, ' ')] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Every segment is encoded once more: so all services but S3 want it. */
function pathOf({ pathname }: URL): string {
  return pathname.split('/').map(encoded).join('/')
}

function queryOf({ searchParams }: URL): string {
  const pairs = Array.from(searchParams, ([name, value]) => `${encoded(name)}=${encoded(value)}`)
  return pairs.toSorted().join('&')
}

function encoded(text: string): string {
  const code = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, code)
}

async function digest(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

async function hmac(secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
