import { MelleaError } from '../../core/errors.ts'

/** @throws MelleaError `unsupported` where there is no Node, whose processes and files `who` needs */
export function needNode(who: string): void {
  const { process: here } = globalThis
  const versions: Partial<Record<string, string>> = here?.versions ?? {}
  if (typeof here?.getBuiltinModule === 'function' && !versions['bun'] && !versions['deno']) return
  throw new MelleaError(
    `${who} needs Node 20.19 or newer: it starts processes. Check the answer on a server.`,
    {
      code: 'unsupported',
    },
  )
}
