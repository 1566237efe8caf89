import { pathToFileURL } from 'node:url'

/** Runs an example when it is started by itself (`npx tsx examples/hello.ts`), not when a test imports it. */
export async function runAsProgram(url: string, main: () => Promise<void>): Promise<void> {
  if (url === pathToFileURL(process.argv[1] ?? '').href) await main()
}
