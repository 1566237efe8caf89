import type { Transport } from '../../http/transport.ts'
import type { Environment } from '../../util/environment.ts'
import { exchangeToken } from './exchange-token.ts'
import { expiringToken } from './expiring-token.ts'

/**
 * Tokens of Microsoft Entra for an application: AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, and AZURE_SCOPE for another scope than
 * that of Azure OpenAI. Nothing where one of the three is missing.
 *
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function entraToken(env: Environment, transport: Transport): (() => Promise<string>) | undefined {
  const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: id, AZURE_CLIENT_SECRET: secret } = env
  if (!tenant || !id || !secret) return undefined
  const host = env['AZURE_AUTHORITY_HOST'] || 'https://login.microsoftonline.com'
  return expiringToken(() =>
    exchangeToken({
      provider: 'azure',
      transport,
      url: `${host.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
      form: {
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: secret,
        scope: env['AZURE_SCOPE'] || 'https://cognitiveservices.azure.com/.default',
      },
      remedy: 'check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or set AZURE_API_KEY.',
    }),
  )
}
