import { MelleaError } from '../../core/errors.ts'
import type { Pull } from './pull.ts'

/** A pip that answers: the command, and the arguments that go first. */
export interface Pip {
  readonly command: string
  readonly args: readonly string[]
}

const CANDIDATES: readonly Pip[] = [
  { command: 'python3', args: ['-m', 'pip'] },
  { command: 'python', args: ['-m', 'pip'] },
  { command: 'pip3', args: [] },
  { command: 'pip', args: [] },
]
const WINDOWS_LAUNCHER: Pip = { command: 'py', args: ['-m', 'pip'] }

/** @throws MelleaError `missing-peer` when none answers */
export async function findPip(pull: Pull): Promise<Pip> {
  const candidates = pull.platform === 'win32' ? [WINDOWS_LAUNCHER, ...CANDIDATES] : CANDIDATES
  for (const pip of candidates) {
    try {
      const { code } = await pull.run(pip.command, [...pip.args, '--version'], pull)
      if (code === 0) return pip
    } catch {
      pull.signal.throwIfAborted()
    }
  }
  throw new MelleaError(
    'no pip answers (python3 -m pip, python -m pip, pip3, pip); install Python to use packages',
    {
      code: 'missing-peer',
    },
  )
}
