import { MelleaError } from '../../core/errors.ts'
import type { AWSCredentials } from '../../http/sign-aws.ts'
import type { Environment } from '../../util/environment.ts'

/** Imports a package that may not be there. */
export type ImportPackage = (name: string) => Promise<unknown>

const PACKAGE = '@aws-sdk/credential-providers'

/**
 * What AWS knows the caller by: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, else the profile of ~/.aws/credentials, else what AWS' own package
 * finds (single sign-on, roles, containers, machines), where it is installed.
 *
 * @throws MelleaError `missing-peer` where there are none, with all that can be set.
 */
export async function awsCredentials(
  env: Environment,
  importPackage: ImportPackage,
): Promise<AWSCredentials> {
  const profile = env['AWS_PROFILE_NAME'] || env['AWS_PROFILE']
  const own = ofVariables(env) ?? (await ofFile(env, profile ?? 'default'))
  if (own) return own
  const chain = await chainOf(importPackage, profile)
  if (chain) return chain()
  throw new MelleaError(
    'bedrock: there are no credentials. Set AWS_BEARER_TOKEN_BEDROCK; or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or AWS_PROFILE, ' +
      `with keys in ~/.aws/credentials; or, for single sign-on, roles and machines: npm install ${PACKAGE}`,
    { code: 'missing-peer' },
  )
}

function ofVariables(env: Environment): AWSCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined }
}

/** Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
async function ofFile(env: Environment, profile: string): Promise<AWSCredentials | undefined> {
  const home = env['HOME'] || env['USERPROFILE']
  const path = env['AWS_SHARED_CREDENTIALS_FILE'] || (home && `${home}/.aws/credentials`)
  if (!path) return undefined
  const files = globalThis.process?.getBuiltinModule?.('node:fs/promises')
  const text = await files?.readFile(path, 'utf8').catch(() => undefined)
  const found = text === undefined ? {} : section(text, profile)
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey } = found
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, sessionToken: found['aws_session_token'] }
}

function section(text: string, name: string): Record<string, string> {
  const values: Record<string, string> = {}
  let inside = false
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1]
    if (head !== undefined) inside = head === name
    const [, key, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (inside && key !== undefined && value) values[key] = value
  }
  return values
}

async function chainOf(
  importPackage: ImportPackage,
  profile: string | undefined,
): Promise<(() => Promise<AWSCredentials>) | undefined> {
  const module = Object(await importPackage(PACKAGE).catch(() => undefined)) as {
    readonly fromNodeProviderChain?: (options: object) => () => Promise<AWSCredentials>
  }
  return module.fromNodeProviderChain?.(profile === undefined ? {} : { profile })
}
