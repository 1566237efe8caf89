import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../run.ts'
import { pages, read } from './code-blocks.ts'

it('every link from a page to this repository leads to a file, and to a heading in it', () => {
  expect(pages.flatMap(brokenLinks)).toEqual([])
})

function brokenLinks(page: string): readonly string[] {
  const links = [...prose(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target)
  return links.filter((link) => !leadsSomewhere(page, link)).map((link) => `${page}: ${link}`)
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#')
  const file = path === '' ? page : posix.join(posix.dirname(page), path)
  if (!existsSync(join(root, file))) return false
  return heading === undefined || anchorsOf(file).includes(heading)
}

/** The names that GitHub gives to headings. */
function anchorsOf(file: string): readonly string[] {
  return [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )
}

/** A page without its code. */
function prose(file: string): string {
  return read(file).replaceAll(/^( *)```[\s\S]*?^\1```/gm, '')
}
