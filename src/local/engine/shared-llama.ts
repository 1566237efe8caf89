import type { Llama } from 'node-llama-cpp'
import { MelleaError } from '../../core/errors.ts'
import { coreCount } from './core-count.ts'
import { leanInstall } from './lean-install.ts'
import type { LlamaModule } from './llama-module.ts'

/** Whether graphics processors may be used. */
export type GpuChoice = false | 'auto'

/** A share of the one engine of this process. */
export interface LlamaLease {
  readonly llama: Llama
  /** The last errors that the native code wrote down: its exceptions say little. */
  lastWords(): string
  /** Gives the share back; the last one closes the engine. */
  release(): Promise<void>
}

interface Holding {
  readonly llama: Promise<Llama>
  readonly words: string[]
  holders: number
}

const MOST_WORDS = 5

// cores belong to the process: only one engine can keep the threads of all models within them
const engines = new WeakMap<LlamaModule, Map<GpuChoice, Holding>>()

/** The engine of this process, which all models share. */
export async function leaseLlama(module: LlamaModule, gpu: GpuChoice): Promise<LlamaLease> {
  const byGpu = engines.get(module) ?? new Map<GpuChoice, Holding>()
  engines.set(module, byGpu)
  const holding = byGpu.get(gpu) ?? startHolding(module, gpu)
  byGpu.set(gpu, holding)
  holding.holders += 1
  let held = true
  const release = async (): Promise<void> => {
    if (!held) return
    held = false
    holding.holders -= 1
    if (holding.holders > 0) return
    if (byGpu.get(gpu) === holding) byGpu.delete(gpu)
    await (await holding.llama).dispose()
  }
  try {
    return { llama: await holding.llama, lastWords: () => holding.words.splice(0).join(' '), release }
  } catch (error) {
    if (byGpu.get(gpu) === holding) byGpu.delete(gpu)
    throw error
  }
}

function startHolding(module: LlamaModule, gpu: GpuChoice): Holding {
  const words: string[] = []
  const hear = (message: string): void => {
    words.push(message.trim())
    if (words.length > MOST_WORDS) words.shift()
  }
  return { llama: startLlama(module, gpu, hear), words, holders: 0 }
}

async function startLlama(
  { getLlama, LlamaLogLevel }: LlamaModule,
  gpu: GpuChoice,
  hear: (message: string) => void,
): Promise<Llama> {
  try {
    return await getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      // its own default is at least 4, whatever the machine has
      maxThreads: coreCount(),
      logLevel: LlamaLogLevel.error,
      logger: (_, message) => hear(message),
      progressLogs: false,
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    // it tries its native code in a process of its own, which gets the same flags
    const evaluated = process.execArgv.some((flag) => /^(-e|-p|--eval|--print|--input-type)\b/.test(flag))
    const remedy = evaluated
      ? 'It cannot start in a program given by `node -e`: put the program into a file.'
      : `Reinstall it with\n  ${leanInstall(process.platform, process.arch)}`
    throw new MelleaError(`The engine's native code does not start here: ${reason}\n${remedy}`, {
      code: 'engine-failed',
      cause,
    })
  }
}
