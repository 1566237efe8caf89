import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Backend, BackendEvent, Capabilities, GenerateRequest } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import { eventFromJson, eventToJson } from '../core/event-json.ts'
import { notedRequest } from './noted-request.ts'
import { recordingEmbed, replayingEmbed } from './record-embeds.ts'
import {
  parseRecording,
  recordedError,
  replayedError,
  type RecordedCall,
  type RecordedEmbed,
  type Recording,
} from './recording.ts'

/** Whether to record or to replay. */
export interface RecordOptions {
  /** `'auto'` replays when the file is there, and records when it is not. @default 'auto' */
  readonly mode?: 'auto' | 'record' | 'replay' | undefined
}

/**
 * A backend that writes down what another one says, once, and from then on repeats it: byte for byte, without the model.
 *
 * Calls are matched by their order among equal requests. A request that is not in the recording is an error that shows the nearest
 * one. Delete the file to record anew. Headers, and with them keys, are never written.
 *
 * @example
 * import { MelleaSession, OllamaModelBackend } from 'mellea'
 * import { record } from 'mellea/testing'
 * const m = new MelleaSession({ backend: record('test/fixtures/ask.json', new OllamaModelBackend()) })
 */
export function record<N extends object>(
  file: string,
  backend: Backend<N>,
  { mode = 'auto' }: RecordOptions = {},
): Backend<N> {
  const known = mode === 'record' ? undefined : readRecording(file)
  if (known) return replaying(file, known, backend)
  if (mode === 'replay')
    throw new MelleaError(`${file} is not there: record it first.`, { code: 'unsupported' })
  return recording(file, backend)
}

function readRecording(file: string): Recording | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined
    throw error
  }
  return parseRecording(text, file)
}

function replaying<N extends object>(
  file: string,
  { calls, capabilities, embeds }: Recording,
  backend: Backend<N>,
): Backend<N> {
  const left = calls.map((call) => ({ key: JSON.stringify(call.request), call }))
  const embed = replayingEmbed(embeds ?? [], (key, next) => notRecorded(file, key, next))
  return {
    ...identity(backend),
    ...((embeds || backend.embed) && { embed }),
    capabilities: () =>
      capabilities ?? {
        schema: true,
        tools: true,
        thinking: true,
        logprobs: true,
        images: true,
        prefill: false,
        candidates: false,
        adapters: [],
      },
    async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
      const key = JSON.stringify(notedRequest(request))
      const at = left.findIndex((each) => each.key === key)
      const [found] = at < 0 ? [] : left.splice(at, 1)
      if (!found) throw notRecorded(file, key, left[0]?.key)
      const events = eventFromJson(found.call.events)
      for (const event of events) {
        const stopped = request.signal.aborted
        yield stopped ? abortedEnd(events) : event
        if (stopped) return
      }
      if (found.call.error) throw replayedError(found.call.error)
    },
  }
}

function recording<N extends object>(file: string, backend: Backend<N>): Backend<N> {
  const calls: RecordedCall[] = []
  const embeds: RecordedEmbed[] = []
  let capabilities: Capabilities | undefined
  const save = (): void =>
    write(file, {
      mellea: 1,
      provider: backend.provider,
      modelId: backend.modelId,
      ...(capabilities && { capabilities }),
      calls,
      ...(embeds.length > 0 && { embeds }),
    })
  const dispose = backend[Symbol.asyncDispose]?.bind(backend)
  const prepare = backend.prepare?.bind(backend)
  return {
    ...identity(backend),
    ...(prepare && { prepare }),
    ...recordingEmbed(backend, embeds, save),
    ...(dispose && { [Symbol.asyncDispose]: dispose }),
    async capabilities(signal) {
      capabilities = await backend.capabilities(signal)
      return capabilities
    },
    async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
      const events: unknown[] = []
      const call = { request: notedRequest(request), events: events as BackendEvent[] }
      const at = calls.push(call) - 1
      try {
        for await (const event of backend.generate(request)) {
          events.push(eventToJson(event))
          yield event
        }
      } catch (error) {
        calls[at] = { ...call, error: recordedError(error) }
        throw error
      } finally {
        save()
      }
    },
  }
}

function identity<N extends object>(
  backend: Backend<N>,
): Omit<Backend<N>, 'capabilities' | 'generate' | 'embed'> {
  const { spec, provider, modelId, modelOptions, optionTable, limits, prices } = backend
  return {
    spec,
    provider,
    modelId,
    ...(limits && { limits }),
    ...(prices && { prices }),
    ...(modelOptions && { modelOptions }),
    ...(optionTable && { optionTable }),
  }
}

/** The last word of a call that is stopped: as it was recorded, if it was stopped then, too. */
function abortedEnd(events: readonly BackendEvent[]): BackendEvent {
  const recorded = events.find((event) => event.type === 'finish' && event.reason === 'aborted')
  return recorded ?? { type: 'finish', reason: 'aborted' }
}

/** Whole or not at all: a test that is killed leaves no half file. */
function write(file: string, content: Recording): void {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`)
  renameSync(temporary, file)
}

function notRecorded(file: string, key: string, next: string | undefined): MelleaError {
  const expected =
    next === undefined
      ? 'all recorded calls have been replayed'
      : `the next recorded one is ${next.slice(0, 600)}`
  return new MelleaError(
    `${file} has no recording of this request: the program or its prompts changed. Delete the file to record anew.\nAsked: ${key.slice(0, 600)}\nBut ${expected}`,
    { code: 'unsupported', raw: { asked: key, expected: next } },
  )
}
