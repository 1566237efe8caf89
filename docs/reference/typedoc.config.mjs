import { readdirSync, readFileSync } from 'node:fs'
import { Converter, ReflectionKind } from 'typedoc'

const root = new URL('../../', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

/** What a user imports, and the source behind it: every subpath of the package. */
const entries = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
  if (typeof target === 'string') return []
  const source = target.types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts')
  return [{ specifier: `mellea${subpath.slice(1)}`, source }]
})

/** The guide in the order in which README lists it; what it does not list comes last. */
const readme = readFileSync(new URL('README.md', root), 'utf8')
const listed = [...readme.matchAll(/^- \[.*?\]\(docs\/guide\/([^)]+)\)/gm)].map(([, page]) => page)
const pages = [...new Set([...listed, ...readdirSync(new URL('docs/guide', root))])]

/** Modules are called as they are imported, and pages of the guide as their headings. */
function nameThings(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const child of project.getReflectionsByKind(ReflectionKind.Module)) {
      const file = project.getSymbolIdFromReflection(child)?.fileName ?? ''
      const entry = entries.find(({ source }) => file.endsWith(`/${source}`))
      if (entry && child.parent === project) child.name = entry.specifier
    }
    for (const page of project.documents ?? []) {
      const text = page.content.map((part) => part.text).join('')
      page.name = /^# (.+)$/m.exec(text)?.[1] ?? page.name
    }
  })
}

export default {
  name: `mellea ${manifest.version}`,
  entryPoints: entries.map(({ source }) => `../../${source}`),
  tsconfig: 'tsconfig.json',
  // types and tests have a gate of their own
  skipErrorChecking: true,
  plugin: ['typedoc-plugin-missing-exports', nameThings],
  out: 'site',
  readme: '../../README.md',
  projectDocuments: [
    ...pages.map((page) => `../guide/${page}`),
    '../../ARCHITECTURE.md',
    '../../CHANGELOG.md',
  ],
  highlightLanguages: ['typescript', 'javascript', 'json', 'python', 'shellscript', 'console'],
  ignoredHighlightLanguages: ['output'],
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  internalModule: 'behind the exports',
  sortEntryPoints: false,
  searchInComments: true,
  searchInDocuments: true,
  hideGenerator: true,
  validation: { invalidLink: true, invalidPath: true, notExported: true, notDocumented: false },
  treatWarningsAsErrors: true,
  disableGit: true,
  displayBasePath: '../..',
  sourceLinkTemplate: '../../../../{path}#{line}',
}
