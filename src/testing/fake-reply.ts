import type { JsonObject } from '../core/json.ts'

/** What a server got. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** The body, parsed. */
  readonly body: { readonly [member: string]: unknown }
}

/** One reply to a generation. What is absent is as a healthy server does it. */
export interface FakeReply {
  readonly text?: string
  readonly thinking?: string
  readonly toolCalls?: readonly {
    readonly id?: string
    readonly name: string
    /** A text goes as it is, malformed or not. */
    readonly arguments: JsonObject | string
    /** Members that the server gives beside, where the protocol has a place for them. */
    readonly extra?: JsonObject
  }[]
  /** Characters a frame. @default 4 */
  readonly chunkSize?: number
  /** As the protocol spells it. @default 'stop', and 'tool_calls' where the protocol says that */
  readonly finishReason?: string
  /** One for each text, where vectors are asked for. @default made of the words of each */
  readonly vectors?: readonly (readonly number[])[]
  readonly inputTokens?: number
  /** @default the number of frames with text */
  readonly outputTokens?: number
  /** Give each frame's text a logprob, too. */
  readonly logprobs?: boolean
  /** An error instead, with this status. */
  readonly status?: number
  /** The words of the error. */
  readonly error?: string
  /** The error's code, where the protocol has one. */
  readonly errorCode?: string
  readonly headers?: { readonly [name: string]: string }
  /** These bytes instead of everything above. */
  readonly body?: string
  /** It is not what the protocol allows, on purpose. @default false: a reply that does not fit fails the test */
  readonly unchecked?: boolean
  /** An error in the middle: after this many frames. */
  readonly errorAfterFrames?: number
  /** Closes the connection after this many frames. */
  readonly cutAfterFrames?: number
  readonly cutAfterBytes?: number
  /** Waits after this many frames until `release()`, or until the client is gone. */
  readonly holdAfterFrames?: number
  /** Writes so many bytes at a time. */
  readonly pieceSize?: number
}

/** Arguments as a model writes them. */
export function writtenArguments(input: JsonObject | string): string {
  return typeof input === 'string' ? input : JSON.stringify(input)
}

/** A reply, or what makes one of the request. */
export type Script = FakeReply | ((request: FakeRequest) => FakeReply)

/** `text` in pieces of at most `size` characters; no surrogate pair is cut. */
export function inPieces(text: string, size = 4): string[] {
  const characters = Array.from(text)
  const pieces: string[] = []
  for (let at = 0; at < characters.length; at += size) pieces.push(characters.slice(at, at + size).join(''))
  return pieces
}
