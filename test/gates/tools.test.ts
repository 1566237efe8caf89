import { expect, inject, it } from 'vitest'
import { assertClean, tool } from '../run.ts'

it('the package builds', () => {
  expect(inject('buildFailure')).toBe('')
})

it('the types hold', async () => {
  assertClean(await tool('typescript', ['--pretty', 'false'], 'tsc'))
})

it('the linter has nothing to say', async () => {
  assertClean(await tool('oxlint', ['--format=unix', '--deny-warnings']))
})

it('everything is formatted (npm run format)', async () => {
  assertClean(await tool('oxfmt', ['--check', '.']))
})

it('nothing is unused', async () => {
  assertClean(await tool('knip', ['--no-progress']))
})

it('nothing in production code is used by tests alone', async () => {
  assertClean(await tool('knip', ['--no-progress', '--production']))
})

it('publint finds the package well made', async () => {
  assertClean(await tool('publint', ['--strict']))
})

it('the types resolve for every kind of importer', async () => {
  const options = ['--pack', '.', '--profile', 'esm-only', '--no-color', '--no-emoji']
  assertClean(await tool('@arethetypeswrong/cli', options, 'attw'))
})
