/** The process can read and write no file, start no process and no worker, and make no code from texts. */
export function sandboxFlags(memoryMb: number): readonly string[] {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  return [
    permission,
    '--disallow-code-generation-from-strings',
    '--experimental-vm-modules',
    '--no-warnings',
    `--max-old-space-size=${memoryMb}`,
  ]
}
