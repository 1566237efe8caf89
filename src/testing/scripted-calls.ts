import type { BackendEvent } from '../core/backend.ts'

/** A call of a tool, as a scripted model makes it. */
export interface ScriptedCall {
  readonly name: string
  /** A text goes as it is, malformed or not. @default {} */
  readonly arguments?: object | string | undefined
  /** @default made of its place in the script */
  readonly id?: string | undefined
}

/** An answer of a script that calls tools; made by `calls()`. */
export class ScriptedCalls {
  readonly text: string
  readonly calls: readonly ScriptedCall[]

  constructor(text: string, all: readonly ScriptedCall[]) {
    this.text = text
    this.calls = all
  }

  /** @param answer which answer of the script it is, so that no two ids are the same */
  *events(answer: number): Generator<BackendEvent> {
    for (const [at, { name, id = `call_${answer}_${at}`, arguments: args = {} }] of this.calls.entries()) {
      const written = typeof args === 'string' ? args : JSON.stringify(args)
      yield { type: 'tool-input', id, name, delta: written }
      yield { type: 'part', value: { type: 'tool-call', id, name, arguments: written } }
    }
  }
}

/**
 * An answer for `MockBackend` that calls tools, after some text if the first argument is one.
 *
 * @example
 * import { calls, MockBackend } from 'mellea/testing'
 * const backend = new MockBackend([calls({ name: 'getWeather', arguments: { city: 'Paris' } }), 'It is sunny in Paris.'])
 */
export function calls(...given: readonly (string | ScriptedCall)[]): ScriptedCalls {
  const text = given.filter((each) => typeof each === 'string').join('')
  return new ScriptedCalls(
    text,
    given.filter((each) => typeof each !== 'string'),
  )
}
