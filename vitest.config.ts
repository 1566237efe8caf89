import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const source = fileURLToPath(new URL('./src', import.meta.url))

/** What all tests share. Nothing is isolated: no file may keep state in a module. */
const common = { isolate: false, pool: 'threads' } as const

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      { find: /^mellea$/, replacement: `${source}/index.ts` },
      { find: /^mellea\/functional$/, replacement: `${source}/session/functional.ts` },
      { find: /^mellea\/(backends\/.+)$/, replacement: `${source}/$1.ts` },
      { find: /^mellea\/(.+)$/, replacement: `${source}/$1/index.ts` },
    ],
  },
  test: {
    reporters: ['default', './test/plain-line.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      exclude: ['src/**/*.test*.ts', 'src/**/index.ts'],
      reporter: ['text-summary'],
    },
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'src',
          include: ['src/**/*.test.ts'],
          typecheck: { enabled: true, include: ['src/**/*.test-d.ts'] },
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'repo',
          include: ['test/**/*.test.ts'],
          globalSetup: './test/build-first.ts',
          // these start compilers and package managers
          testTimeout: 180_000,
        },
      },
    ],
  },
})

export default config
