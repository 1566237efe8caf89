/** `base` with `path` after its own path, whatever slashes stand at the seam; the query of `base` is kept. */
export function joinURL(base: string, path: string): string {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
  url.hash = ''
  return url.href
}
