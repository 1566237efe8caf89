import type * as llama from 'node-llama-cpp'
import { MelleaError } from '../../core/errors.ts'
import { leanInstall } from './lean-install.ts'

/** The engine's package, once it is loaded. */
export type LlamaModule = typeof llama

/** How the package is loaded: an argument, so that tests can do without it. */
export type LoadLlama = () => Promise<LlamaModule>

/** @throws MelleaError `missing-peer`, whose message has the command that installs it. */
export function loadLlamaModule(load?: LoadLlama): Promise<LlamaModule> {
  // bundlers allow a package to be absent only where the failure is caught on the spot
  return load ? load().catch(refuse) : import('node-llama-cpp').catch(refuse)
}

function refuse(cause: unknown): never {
  throw isMissing(cause) ? missing(cause) : broken(cause)
}

function isMissing(cause: unknown): boolean {
  return ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(Reflect.get(Object(cause), 'code')))
}

function missing(cause: unknown): MelleaError {
  const message = [
    'Models in this process need the optional package node-llama-cpp. Install it with',
    `  ${leanInstall(process.platform, process.arch)}`,
    'A later plain `npm install` adds its graphics packages (700 MB), unless .npmrc has the line omit=optional.',
  ]
  return new MelleaError(message.join('\n'), { code: 'missing-peer', cause })
}

function broken(cause: unknown): MelleaError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MelleaError(
    `node-llama-cpp is installed but does not load: ${reason}\nReinstall it with\n  ${leanInstall(process.platform, process.arch)}`,
    { code: 'engine-failed', cause },
  )
}
