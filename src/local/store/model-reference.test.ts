import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheDirectory } from './cache-directory.ts'
import { chooseGgufFile, quantizationOf } from './choose-gguf-file.ts'
import { ggufRepositories } from './gguf-repositories.ts'
import { parseModelReference } from './model-reference.ts'
import { storedPath } from './stored-model.ts'

const linux = { platform: 'linux', home: '/home/me' }
const windows = { platform: 'win32', home: 'C:\\Users\\me' }

describe('an id', () => {
  it.each([
    ['/models/a.gguf', '/models/a.gguf'],
    ['~/a.gguf', '/home/me/a.gguf'],
    ['file:///models/with%20space.gguf', '/models/with space.gguf'],
    ['C:\\models\\a.gguf', 'C:\\models\\a.gguf'],
    ['C:/models/a.gguf', 'C:\\models\\a.gguf'],
  ])('%s is a path', (id, path) => {
    expect(parseModelReference(id, linux)).toEqual({ type: 'file', path })
  })

  it.each([
    ['D:\\weights\\a.gguf', 'D:\\weights\\a.gguf'],
    ['d:/weights', 'd:\\weights'],
    ['~\\a.gguf', 'C:\\Users\\me\\a.gguf'],
    ['\\\\server\\share\\a.gguf', '\\\\server\\share\\a.gguf'],
  ])('%s is a path on Windows', (id, path) => {
    expect(parseModelReference(id, windows)).toEqual({ type: 'file', path })
  })

  it.each(['./a.gguf', '../a', 'a.gguf', 'folder/a.GGUF', '.\\a.gguf'])('%s is a path from here', (id) => {
    expect(parseModelReference(id, linux).type).toBe('file')
  })

  it.each([
    ['ibm-granite/granite-4.1-3b', { repository: 'ibm-granite/granite-4.1-3b', revision: 'main' }],
    ['a/b:q4_k_m', { repository: 'a/b', revision: 'main', quantization: 'Q4_K_M' }],
    ['hf:a/b@v2', { repository: 'a/b', revision: 'v2' }],
  ])('%s is a repository', (id, expected) => {
    expect(parseModelReference(id, linux)).toEqual({
      type: 'repository',
      quantization: undefined,
      ...expected,
    })
  })

  it('can name one file of the hub', () => {
    const expected = { type: 'hub-file', repository: 'a/b', revision: 'main', file: 'deep/x-Q8_0.gguf' }
    expect(parseModelReference('hf:a/b/deep/x-Q8_0.gguf', linux)).toEqual(expected)
  })

  it.each([
    '',
    '  ',
    'a/b/c',
    'hf:',
    'hf:a',
    'hf:a/b/../../etc/x.gguf',
    'hf:../b/x.gguf',
    'https://huggingface.co/a/b',
    'a b',
    'a/..',
  ])("'%s' is refused", (id) => {
    expect(() => parseModelReference(id, linux)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })

  it('never leads out of the cache', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^hf:[\w./\\:@-]{1,40}\.gguf$/), (id) => {
        expect(keptUnder(id)).toMatch(/^\/cache\/models\/[^/]/)
      }),
    )
  })
})

function keptUnder(id: string): string {
  try {
    const reference = parseModelReference(id, linux)
    return reference.type === 'hub-file' ? storedPath('/cache', reference) : '/cache/models/none'
  } catch {
    return '/cache/models/none'
  }
}

describe('the cache', () => {
  it.each([
    ['linux', {}, '/home/me', '/home/me/.cache/mellea'],
    ['linux', { XDG_CACHE_HOME: '/fast' }, '/home/me', '/fast/mellea'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me', '/home/me/.cache/mellea'],
    ['linux', { MELLEA_CACHE: '/mine', XDG_CACHE_HOME: '/fast' }, '/home/me', '/mine'],
    ['darwin', {}, '/Users/me', '/Users/me/Library/Caches/mellea'],
    ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Users\\me', 'C:\\Local\\mellea'],
    ['win32', {}, 'C:\\Users\\me', 'C:\\Users\\me\\AppData\\Local\\mellea'],
  ])('on %s with %j', (platform, env, home, expected) => {
    expect(cacheDirectory({ platform, env, home })).toBe(expected)
  })
})

describe('of several files', () => {
  it('the best small one is taken', () => {
    expect(chooseGgufFile(['m-Q8_0.gguf', 'm-Q4_K_M.gguf', 'm-F16.gguf', 'mmproj-F16.gguf'])).toBe(
      'm-Q4_K_M.gguf',
    )
    expect(chooseGgufFile(['m.f16.gguf', 'm.q8_0.gguf'])).toBe('m.q8_0.gguf')
    expect(chooseGgufFile(['README.md', 'model.gguf'])).toBe('model.gguf')
  })

  it.each([
    [['README.md'], 'holds no GGUF file'],
    [['m-Q4_K_M-00001-of-00002.gguf', 'm-Q4_K_M-00002-of-00002.gguf'], 'llama-gguf-split --merge'],
    [['one.gguf', 'two.gguf'], 'name one with hf:'],
  ])('none is taken of %j', (files, reason) => {
    expect(() => chooseGgufFile(files)).toThrow(reason)
  })

  it.each([
    ['SmolLM2-135M-Instruct.Q4_1.gguf', 'Q4_1'],
    ['gemma-3-270m-q4_k_m.gguf', 'Q4_K_M'],
    ['model-UD-Q4_K_XL.gguf', 'UD-Q4_K_XL'],
    ['model-IQ4_XS.gguf', 'IQ4_XS'],
    ['model-fp16.gguf', 'F16'],
    ['BF16/model-BF16.gguf', 'BF16'],
    ['qwen.gguf', undefined],
  ])('%s is %s', (file, quantization) => {
    expect(quantizationOf(file)).toBe(quantization)
  })
})

it('a repository is looked for under its own name, the table, and the convention', () => {
  expect(ggufRepositories('a/b')).toEqual(['a/b', 'a/b-GGUF'])
  expect(ggufRepositories('a/b-GGUF')).toEqual(['a/b-GGUF'])
  expect(ggufRepositories('microsoft/phi-4')).toEqual([
    'microsoft/phi-4',
    'microsoft/phi-4-gguf',
    'microsoft/phi-4-GGUF',
  ])
})
