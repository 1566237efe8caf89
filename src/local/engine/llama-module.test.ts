import { describe, expect, it } from 'vitest'
import { coreCount } from './core-count.ts'
import { leanInstall } from './lean-install.ts'
import { loadLlamaModule } from './llama-module.ts'

describe('the optional package', () => {
  it('is named with the command that installs it, when it is missing', async () => {
    const absent = Object.assign(new Error("Cannot find package 'node-llama-cpp'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
    await expect(loadLlamaModule(() => Promise.reject(absent))).rejects.toMatchObject({
      code: 'missing-peer',
      cause: absent,
      message: expect.stringContaining('npm install --omit=optional node-llama-cpp@3.21.1 @node-llama-cpp/'),
    })
  })

  it('is not called missing when it breaks', async () => {
    const broken = new Error('libc is too old')
    await expect(loadLlamaModule(() => Promise.reject(broken))).rejects.toMatchObject({
      code: 'engine-failed',
      cause: broken,
    })
  })

  it.each([
    ['linux', 'x64', '@node-llama-cpp/linux-x64@3.21.1'],
    ['darwin', 'arm64', '@node-llama-cpp/mac-arm64-metal@3.21.1'],
    ['win32', 'x64', '@node-llama-cpp/win-x64@3.21.1'],
    ['sunos', 'x64', 'npm install node-llama-cpp@3.21.1'],
  ])('is installed on %s %s without graphics', (platform, architecture, expected) => {
    expect(leanInstall(platform, architecture)).toContain(expected)
  })
})

describe('cores', () => {
  it('are what a container may use', () => {
    expect(coreCount(() => '100000 100000\n')).toBe(1)
    expect(coreCount(() => '50000 100000\n')).toBe(1)
    expect(coreCount(() => 'max 100000\n')).toBeGreaterThanOrEqual(1)
    expect(
      coreCount(() => {
        throw new Error('no such file')
      }),
    ).toBe(coreCount(() => 'max 100000\n'))
  })
})
