import type { InputStream } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** All of stdin, without the line end that a shell puts there. @throws UsageError where nobody has put anything there. */
export async function readPrompt(stdin: InputStream, signal: AbortSignal): Promise<string> {
  const stop = (): void => void stdin.destroy?.()
  signal.addEventListener('abort', stop, { once: true })
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const part of stdin)
      text += typeof part === 'string' ? part : decoder.decode(part, { stream: true })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
  signal.throwIfAborted()
  text = (text + decoder.decode()).replace(/\r?\n$/, '')
  if (text.trim() === '') throw new UsageError('stdin is empty, and there is no other prompt')
  return text
}
