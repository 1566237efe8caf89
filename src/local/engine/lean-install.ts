const natives: Readonly<Record<string, string | undefined>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/** The release that this library was tried with. */
const VERSION = '3.21.1'

/** The command that installs the engine without the graphics packages, which are ten times its size. */
export function leanInstall(platform: string, architecture: string): string {
  const native = natives[`${platform}-${architecture}`]
  if (!native) return `npm install node-llama-cpp@${VERSION}`
  return `npm install --omit=optional node-llama-cpp@${VERSION} @node-llama-cpp/${native}@${VERSION}`
}
