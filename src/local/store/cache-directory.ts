import { posix, win32 } from 'node:path'

export interface CacheDirectoryOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly home: string
}

/** Where models are kept: `MELLEA_CACHE`, else the platform's place for caches. */
export function cacheDirectory({ env, platform, home }: CacheDirectoryOptions): string {
  const path = platform === 'win32' ? win32 : posix
  if (env['MELLEA_CACHE']) return path.resolve(env['MELLEA_CACHE'])
  if (platform === 'win32')
    return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'mellea')
  // the specification tells to ignore a relative one
  const xdg = env['XDG_CACHE_HOME']
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'mellea')
  return platform === 'darwin'
    ? path.join(home, 'Library', 'Caches', 'mellea')
    : path.join(home, '.cache', 'mellea')
}
