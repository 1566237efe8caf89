/** Names of one language on code fences. */
const names: readonly (readonly string[])[] = [
  ['typescript', 'ts', 'mts', 'cts', 'tsx'],
  ['javascript', 'js', 'mjs', 'cjs', 'jsx', 'node'],
  ['python', 'py', 'python3', 'py3'],
  ['json', 'jsonc'],
  ['shell', 'sh', 'bash', 'zsh', 'console'],
  ['csharp', 'c#', 'cs'],
  ['cpp', 'c++', 'cc', 'cxx'],
  ['markdown', 'md'],
  ['yaml', 'yml'],
  ['rust', 'rs'],
  ['ruby', 'rb'],
  ['kotlin', 'kt'],
]

/** Whether the mark on a fence means a language: the same word, or another name for it. */
export function isLanguage(mark: string, language: string): boolean {
  const [one, other] = [mark.toLowerCase(), language.toLowerCase()]
  return one === other || names.some((list) => list.includes(one) && list.includes(other))
}
