import type { CheckRequest } from '../src/core/requirement.ts'

/** A request whose judge gives these replies, one after the other. */
export function judgedRequest(
  text: string,
  ...replies: readonly string[]
): CheckRequest<string> & { asked: string[] } {
  const asked: string[] = []
  const action = { kind: 'task', render: () => 'The task.' }
  return {
    text,
    value: text,
    action,
    context: undefined as never,
    attempt: 1,
    signal: new AbortController().signal,
    asked,
    async ask(question) {
      const scope = { edition: '', modelId: '', text: String, parts: () => [] }
      asked.push(question.render(scope) as string)
      const reply = replies[asked.length - 1] ?? ''
      const value = question.decode?.({
        text: reply,
        thinking: undefined,
        message: { role: 'assistant', parts: [] },
      })
      return { parsed: { ok: true, value } } as never
    },
  }
}
