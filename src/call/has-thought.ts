import type { HeardReply } from './heard-reply.ts'

/** Whether thoughts were seen, or counted. */
export function hasThought(heard: HeardReply): boolean {
  const { thinking, text } = heard.answer()
  const counted = heard.ends[0]?.usage?.thinkingTokens ?? 0
  return thinking !== '' || counted > 0 || /<think/.test(text)
}
