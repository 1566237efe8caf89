import { MelleaError } from '../../core/errors.ts'
import { needNode } from './need-node.ts'

/**
 * The file of the user's own TypeScript compiler.
 *
 * @throws MelleaError `missing-peer` with the command that installs it
 */
export function findTypeScript(who: string): string {
  needNode(who)
  const { createRequire } = process.getBuiltinModule('node:module')
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const path = process.getBuiltinModule('node:path')
  const tried: unknown[] = []
  for (const from of [path.join(process.cwd(), 'package.json'), import.meta.url])
    try {
      const manifest = createRequire(from).resolve('typescript/package.json')
      const { bin }: { readonly bin?: { readonly tsc?: string } } = JSON.parse(readFileSync(manifest, 'utf8'))
      if (bin?.tsc) return path.join(path.dirname(manifest), bin.tsc)
    } catch (cause) {
      tried.push(cause)
    }
  throw new MelleaError(
    `${who} needs the package typescript, 5.6 or newer. Install it with\n  npm install --save-dev typescript`,
    { code: 'missing-peer', cause: tried[0] },
  )
}
