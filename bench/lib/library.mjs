import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const bench = join(import.meta.dirname, '..')
const root = join(bench, '..')
const installed = join(bench, 'node_modules/mellea')

/**
 * Builds one commit of the library in a folder of its own, and installs what a user would get of it. Work in progress in the checkout
 * is not measured, and building it meanwhile does not disturb.
 */
export function installLibrary({ ref, built }) {
  const commit = git('rev-parse', `${ref}^{commit}`).trim()
  const folder = built ?? join(bench, '.cache', `library-${commit.slice(0, 12)}`)
  if (!built && !existsSync(join(folder, 'dist/index.js'))) build(commit, folder)
  if (!existsSync(join(folder, 'dist/index.js')))
    throw new Error(`${folder} has no dist/index.js: it was not built`)
  rmSync(installed, { recursive: true, force: true })
  mkdirSync(installed, { recursive: true })
  for (const each of ['package.json', 'dist'])
    cpSync(join(folder, each), join(installed, each), { recursive: true })
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  return { version, commit: built ? `${commit}, changed` : commit }
}

function build(commit, folder) {
  if (!existsSync(join(root, 'node_modules')))
    throw new Error('the library has to be built: run `npm ci` above bench/ first')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 30 })
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) console.warn(`the build of ${commit} is not clean; what it made is measured all the same`)
}

function git(...options) {
  return execFileSync('git', options, { cwd: root, encoding: 'utf8' })
}
