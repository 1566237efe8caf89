import { expect, it } from 'vitest'
import { cached } from '../call/cached.ts'
import type { Backend, BackendEvent } from '../core/backend.ts'
import { debugLog } from '../telemetry/debug-log.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { MelleaSession } from './mellea-session.ts'

const early = { code: 'unsupported-option', option: 'seed', message: 'No seeds here.' }
const late = { code: 'default-limit', message: 'Cut by a limit that nobody set.' }
const events: BackendEvent[] = [
  { type: 'start', receipt: { schema: 'none' }, warnings: [early] },
  { type: 'text', text: 'Hi' },
  { type: 'finish', reason: 'length', usage: { inputTokens: 1, outputTokens: 1 }, warnings: [late] },
]
const backend: Backend = Object.assign(new MockBackend(), {
  generate: async function* () {
    yield* events
  },
})

it('what a backend finds out at the end joins what it knew at the start, also out of a cache', async () => {
  const m = new MelleaSession({ backend, middleware: [cached(new Map())] })
  for (const out of [await m.chat('x'), await m.chat('x')]) expect(out.warnings).toEqual([early, late])
})

it('is in the debug log', async () => {
  const lines: string[] = []
  const m = new MelleaSession({ backend, middleware: [debugLog((line) => lines.push(line))] })
  await m.chat('x')
  expect(lines).toContain('  warning: Cut by a limit that nobody set.')
})
