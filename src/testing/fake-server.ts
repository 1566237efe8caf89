import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { FakeReply, FakeRequest, Script } from './fake-reply.ts'
import type { Protocol } from './wire/protocol.ts'
import { UnfitList } from './wire/unfit-list.ts'

/** What one personality says to one request. */
export interface FakeAnswer {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  /** The body, in the pieces in which the protocol gives it. */
  readonly frames: readonly (string | Uint8Array)[]
}

/** A server on this machine that speaks a real protocol and says what it is told to. */
export interface FakeServer {
  /** `'http://127.0.0.1:49152'`: where it is, without a path. */
  readonly url: string
  /** Every request so far, in order. */
  readonly requests: readonly FakeRequest[]
  /** How many of them asked for a generation, or for vectors. */
  readonly generations: number
  /** The next generations get these replies, one each; after that `always` holds again. */
  reply(...replies: readonly Script[]): void
  /** Every generation without a reply of its own gets this one. @default { text: 'Hello!' } */
  always(reply: Script): void
  /** Lets all replies go on that are held by `holdAfterFrames`. */
  release(): void
  /** Settles once `count` replies in all were left by the client before they were complete. */
  disconnected(count?: number): Promise<void>
  /** Settles once `count` requests in all have arrived. */
  received(count?: number): Promise<void>
  /** What did not fit the protocol so far: refused requests, and replies that no real server gives. Who looks has seen it: `close()` is silent about it. */
  unfit(): readonly string[]
  /** Ends it, and every connection. Rejects where something did not fit the protocol and nobody has looked at it. */
  close(): Promise<void>
}

/** How a personality answers; `script` is what a generation shall say. */
export type Personality = (request: FakeRequest, nextReply: () => FakeReply) => FakeAnswer

/** Starts a server on a free port of 127.0.0.1. With a protocol, what comes and what goes has to fit it. */
export async function startFakeServer(answer: Personality, protocol?: Protocol): Promise<FakeServer> {
  const state = new ServerState(answer, protocol)
  const server = createServer((incoming, outgoing) => void state.handle(incoming, outgoing))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests: state.requests,
    get generations() {
      return state.generations
    },
    reply: (...replies) => void state.queue.push(...replies),
    always: (reply) => void (state.standing = reply),
    release: () => state.releases.splice(0).forEach((go) => go()),
    disconnected: (count = 1) => state.until(() => state.lost >= count),
    received: (count = 1) => state.until(() => state.requests.length >= count),
    unfit: () => state.unfit.look(),
    close: async () => {
      await close(server)
      state.unfit.report()
    },
  }
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

class ServerState {
  readonly requests: FakeRequest[] = []
  readonly queue: Script[] = []
  readonly releases: (() => void)[] = []
  standing: Script = { text: 'Hello!' }
  generations = 0
  lost = 0
  readonly unfit = new UnfitList()
  readonly #answer: Personality
  readonly #protocol: Protocol | undefined
  readonly #waiting = new Set<() => void>()

  constructor(answer: Personality, protocol: Protocol | undefined) {
    this.#answer = answer
    this.#protocol = protocol
  }

  /** Settles once `holds` does; looked at whenever something happened. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!holds()) return
        this.#waiting.delete(look)
        done()
      }
      this.#waiting.add(look)
      look()
    })
  }

  #happened(): void {
    for (const look of this.#waiting) look()
  }

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    let complete = false
    outgoing.on('close', () => {
      if (!complete) this.lost += 1
      this.#happened()
    })
    const request = await toRequest(incoming)
    this.requests.push(request)
    let script: FakeReply = {}
    const refused = this.#refuse(request)
    const answer = refused ?? this.#answer(request, () => (script = this.#next(request)))
    if (!refused && script.body === undefined && !script.unchecked) this.#look(request, answer)
    this.#happened()
    complete = await this.#write(outgoing, answer, script)
    if (complete) outgoing.end()
  }

  /** As a real server does. */
  #refuse(request: FakeRequest): FakeAnswer | undefined {
    const [first] = this.#protocol?.request(request) ?? []
    if (!first) return undefined
    this.unfit.add(`a request to ${request.path}`, [first])
    return this.#protocol?.refuse(first, request)
  }

  #look(request: FakeRequest, answer: FakeAnswer): void {
    this.unfit.add(`a reply of ${request.path}`, this.#protocol?.reply(request, answer) ?? [])
  }

  #next(request: FakeRequest): FakeReply {
    this.generations += 1
    const script = this.queue.shift() ?? this.standing
    return typeof script === 'function' ? script(request) : script
  }

  /** Whether all of it was written. */
  async #write(outgoing: ServerResponse, answer: FakeAnswer, script: FakeReply): Promise<boolean> {
    outgoing.writeHead(script.status ?? answer.status ?? 200, { ...answer.headers, ...script.headers })
    outgoing.flushHeaders()
    let left = script.cutAfterBytes ?? Infinity
    for (const [index, frame] of answer.frames.entries()) {
      if (index === script.holdAfterFrames) await this.#held(outgoing)
      if (index === script.cutAfterFrames) left = 0
      const bytes = (typeof frame === 'string' ? Buffer.from(frame) : Buffer.from(frame)).subarray(0, left)
      left -= bytes.length
      for (const piece of pieces(bytes, script.pieceSize)) {
        if (outgoing.destroyed) return false
        await new Promise<void>((done) => outgoing.write(piece, () => setImmediate(done)))
      }
      if (left > 0) continue
      outgoing.destroy()
      return false
    }
    return !outgoing.destroyed
  }

  #held(outgoing: ServerResponse): Promise<void> {
    return new Promise((done) => {
      this.releases.push(done)
      outgoing.once('close', done)
    })
  }
}

function pieces(bytes: Buffer, size = bytes.length): Buffer[] {
  const all: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) all.push(bytes.subarray(at, at + size))
  return all
}

async function toRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  }
}
