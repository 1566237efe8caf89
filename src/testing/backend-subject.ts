import assert from 'node:assert/strict'
import type { Backend, BackendEvent, GenerateRequest, Receipt } from '../core/backend.ts'
import { BackendError } from '../core/backend-error.ts'
import { textMessage } from '../core/message.ts'
import type { FakeReply } from './fake-reply.ts'
import type { FakeServer } from './fake-server.ts'

/** A backend under test. */
export interface BackendSubject {
  /** A server without a model, and a backend that talks to it; called for every case. */
  readonly start: () => Promise<{ readonly server: FakeServer; readonly backend: Backend }>
  /** A part of a request, or options, that it cannot honour. */
  readonly unsupported: Partial<GenerateRequest>
  /** A reply from which it learns, at the end, that a request was not honoured. Without one its case is skipped. */
  readonly late?: { readonly request: Partial<GenerateRequest>; readonly reply: FakeReply }
  /** What it says of a schema of plain objects. */
  readonly schemaReceipt: Receipt['schema']
  /** Why it has no `embed`; its cases are then skipped. */
  readonly cannotEmbed?: string
  /** Names of cases that it need not pass, each with the reason. */
  readonly skip?: { readonly [name: string]: string }
}

/** What a case works with. */
export interface Scene {
  readonly server: FakeServer
  readonly backend: Backend
  readonly subject: BackendSubject
}

export interface SceneCase {
  readonly name: string
  /** Why a subject need not pass it, where that follows from what it says of itself. */
  readonly skip?: (subject: BackendSubject) => string | undefined
  readonly run: (scene: Scene) => Promise<void>
}

/** A request for a streamed reply to "Say hello.", with a signal of its own. */
export function toRequest(parts: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    messages: [textMessage('user', 'Say hello.')],
    options: {},
    transport: 'stream',
    signal: new AbortController().signal,
    ...parts,
  }
}

export async function collect(events: AsyncIterable<BackendEvent>): Promise<BackendEvent[]> {
  const all: BackendEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

/** All of one kind. */
export function only<K extends BackendEvent['type']>(
  events: readonly BackendEvent[],
  type: K,
): Extract<BackendEvent, { readonly type: K }>[] {
  return events.filter((event): event is Extract<BackendEvent, { readonly type: K }> => event.type === type)
}

/** The deltas of one kind, joined. */
export function joined(events: readonly BackendEvent[], type: 'text' | 'thinking' = 'text'): string {
  return events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('')
}

/** `start` comes first, `finish` last, and neither twice. */
export function assertFramed(events: readonly BackendEvent[]): void {
  assert.equal(events[0]?.type, 'start')
  assert.equal(events.at(-1)?.type, 'finish')
  assert.equal(only(events, 'start').length, 1)
  for (const { code, message } of [...only(events, 'start'), ...only(events, 'finish')].flatMap(
    ({ warnings = [] }) => warnings,
  ))
    assert.ok(/^[a-z]+(-[a-z]+)*$/.test(code) && message !== '', `not a warning: ${code}, ${message}`)
}

/** The error that a generation fails with, and what it yielded before. */
export async function failureOf(
  generation: AsyncIterable<BackendEvent>,
): Promise<{ readonly error: BackendError; readonly events: readonly BackendEvent[] }> {
  const events: BackendEvent[] = []
  let error: unknown
  try {
    for await (const event of generation) events.push(event)
  } catch (thrown) {
    error = thrown
  }
  assert.ok(
    error instanceof BackendError,
    `not a BackendError: ${String(error)}, after ${JSON.stringify(events)}`,
  )
  return { error, events }
}
