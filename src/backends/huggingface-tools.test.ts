import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeScriptedModel } from '../local/gguf/scripted-model.ts'
import { collect, joined, only, toRequest } from '../testing/backend-subject.ts'
import { LocalHFBackend } from './huggingface.ts'

const written = '<tool_call> {"name": "look", "arguments": {"at": "sky"}} </tool_call>'
const tools = [{ type: 'function', name: 'look', schema: { type: 'object' } }] as const
const options = { temperature: 0 }

let folder: string
let caller: LocalHFBackend
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mellea-hf-tools-'))
  const { path } = await writeScriptedModel(join(folder, 'caller.gguf'), [{ say: `Well. ${written}` }])
  caller = new LocalHFBackend({ modelId: path, cacheDir: folder, env: {} })
})
afterAll(async () => {
  await caller[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe('a call of a tool', () => {
  it('is read out of the text', async () => {
    const events = await collect(caller.generate(toRequest({ tools, options })))
    expect(joined(events)).toBe('Well. ')
    expect(only(events, 'part')).toMatchObject([
      { value: { type: 'tool-call', id: 'call_0', name: 'look', arguments: '{"at":"sky"}' } },
    ])
    expect(only(events, 'finish')).toMatchObject([{ reason: 'tool-calls' }])
  })

  it('is text where nothing may be called', async () => {
    const events = await collect(caller.generate(toRequest({ tools, toolChoice: 'none', options })))
    expect(joined(events)).toBe(`Well. ${written}`)
    expect(only(events, 'finish')).toMatchObject([{ reason: 'stop' }])
  })

  it('is known not to come from a model whose chat template knows no tools', async () => {
    const events = await collect(caller.generate(toRequest({ tools, options })))
    expect(only(events, 'start')[0]?.warnings).toMatchObject([{ option: 'tools' }])
    expect(caller.capabilities().tools).toBe(false)
  })
})
