import { leanInstall } from '../../local/engine/lean-install.ts'
import { catalogue } from '../../local/store/catalogue.ts'
import { findPip } from '../../local/store/find-pip.ts'
import type { ModelStore } from '../../local/store/model-store.ts'
import { CancelScope } from '../../util/cancel-scope.ts'
import type { Machine } from '../machine.ts'
import { byteText } from '../progress/byte-text.ts'
import type { Terminal } from '../terminal.ts'
import type { Check } from './check.ts'

// Python takes its time to start on a busy machine
const PIP_LIMIT_MS = 5000

/** Models in this process: the engine, the weights, and pip, which fetches some of them. */
export async function localChecks(
  terminal: Terminal,
  machine: Machine,
  store: ModelStore,
): Promise<readonly Check[]> {
  const engine = engineCheck(machine)
  const weights = await storeCheck(machine, store)
  const canAnswer = engine.status === 'ok' && weights.status === 'ok'
  return [engine, canAnswer ? { ...weights, backend: 'hf' } : weights, await pipCheck(terminal, machine)]
}

function engineCheck(machine: Machine): Check {
  const name = 'engine'
  const remedy = leanInstall(machine.platform, machine.arch)
  // the command names the packages
  const needed = [...remedy.matchAll(/(\S+)@\d/g)].map(([, each = '']) => each)
  const lacking = needed.filter((each) => !machine.hasPackage(each))
  if (lacking.length === 0) return { name, status: 'ok', text: `${needed.join(' and ')} can be loaded` }
  const isOrAre = lacking.length === 1 ? 'is' : 'are'
  const text = `${lacking.join(' and ')} ${isOrAre} not installed`
  return { name, status: 'missing', text, remedy }
}

async function storeCheck(machine: Machine, store: ModelStore): Promise<Check> {
  const name = 'models'
  const [stored, isWritable] = await Promise.all([store.list(), machine.isWritable(store.cacheDir)])
  const place = isWritable ? store.cacheDir : `${store.cacheDir}, which cannot be written to`
  if (stored.length === 0) {
    const remedy = isWritable
      ? `m pull ${catalogue[0]?.id ?? 'ID'}`
      : 'export MELLEA_CACHE=/a/folder/of/yours'
    return { name, status: 'missing', text: `none in ${place}`, remedy }
  }
  const bytes = byteText(stored.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
  const count = stored.length === 1 ? '1 model' : `${stored.length} models`
  return { name, status: 'ok', text: `${count}, ${bytes}, in ${place}` }
}

async function pipCheck(terminal: Terminal, { platform, run }: Machine): Promise<Check> {
  const name = 'pip'
  const scope = new CancelScope(terminal.signal)
  const cancel = terminal.after(PIP_LIMIT_MS, () => scope.abort(new Error('no answer')))
  const nothing = (): Promise<never> => Promise.reject(new Error('nothing is sent'))
  try {
    const { command, args } = await findPip({
      env: terminal.env,
      platform,
      run,
      signal: scope.signal,
      transport: nothing,
      pause: nothing,
      idleTimeoutMs: PIP_LIMIT_MS,
      report: () => {},
      say: () => {},
    })
    return { name, status: 'ok', text: `${[command, ...args].join(' ')} answers` }
  } catch {
    terminal.signal.throwIfAborted()
    if (scope.signal.aborted)
      return {
        name,
        status: 'note',
        text: `no answer within ${PIP_LIMIT_MS / 1000} s`,
        remedy: 'python3 -m pip --version',
      }
    const text = 'none answers; it fetches models where the hub is blocked'
    return { name, status: 'note', text, remedy: 'python3 -m ensurepip --user' }
  } finally {
    cancel()
    scope.unlink()
  }
}
