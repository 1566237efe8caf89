import type { AskedOutcome, Backend, GenerateRequest, Receipt, Warning } from '../core/backend.ts'
import { askedOutcomes } from './asked-outcomes.ts'
import { contextCut } from './context-cut.ts'
import type { Finish, HeardAnswer, HeardReply } from './heard-reply.ts'
import { meansSameModel } from './same-model.ts'

type Request = Omit<GenerateRequest, 'signal'>

/** The ends of a reply, each with what its answer shows: which of the things that were asked for were done, and what looks wrong. */
export function auditReply(
  request: Request,
  backend: Pick<Backend, 'modelId'>,
  heard: HeardReply,
): readonly Finish[] {
  const { warnings: early, receipt } = heard
  return heard.ends.map((end) => {
    const answer = heard.answer(end.candidate)
    const leftOut = new Set(
      [...early, ...(end.warnings ?? [])].filter(isLeftOut).map(({ option = '' }) => option),
    )
    const findings = askedOutcomes(request, answer, end, leftOut)
    const cut = end.candidate ? undefined : cutIn(request, end, receipt)
    const asked: { [name: string]: AskedOutcome } = cut ? { messages: 'ignored' } : {}
    for (const [name, { outcome }] of findings) asked[name] = outcome
    const warnings = [
      ...(cut ? [cut] : []),
      ...(end.warnings ?? []),
      ...[...findings.values()].flatMap(({ warning = [] }) => warning),
      ...oddities(end, answer, backend.modelId, heard.modelId),
    ]
    return {
      ...end,
      ...(warnings.length > 0 && { warnings }),
      ...(Object.keys(asked).length > 0 && { receipt: { ...honest(receipt, asked), asked } }),
    }
  })
}

/** A backend whose server keeps to the window that it was told says so in its receipt. */
function cutIn({ messages }: Request, { usage }: Finish, { contextWindow }: Receipt): Warning | undefined {
  return contextCut({
    messages,
    usage,
    window: typeof contextWindow === 'number' ? contextWindow : undefined,
  })
}

/** An option that was not sent; a schema is sent, and checked after, whatever there is to say of it. */
export function isLeftOut({ code, option }: Warning): boolean {
  return code === 'unsupported-option' && option !== 'format' && option !== 'candidates'
}

/** Who did not keep a promise has not made it. */
function honest(receipt: Receipt, asked: NonNullable<Receipt['asked']>): Receipt {
  return asked['schema'] === 'ignored' && receipt.schema === 'enforced'
    ? { ...receipt, schema: 'requested' }
    : receipt
}

function oddities(
  { usage, candidate = 0, reason }: Finish,
  { text, calls }: HeardAnswer,
  asked: string,
  answered: string | undefined,
): readonly Warning[] {
  const found: Warning[] = []
  const say = (code: string, message: string): void => void found.push({ code, message })
  if (text === '' && calls === 0 && (reason === 'stop' || reason === 'other'))
    say('empty-answer', 'The server says that the answer is complete, and it is empty.')
  if (text.includes('\uFFFD'))
    say(
      'damaged-text',
      'There are characters in the answer that are no text (U+FFFD): bytes were lost on the way.',
    )
  if (/^\s*<think/.test(text))
    say('thinking-in-text', 'The server gave what the model thought as a part of the answer.')
  if (candidate > 0) return found
  if (answered !== undefined && !meansSameModel(asked, answered))
    say('other-model', `"${asked}" was asked, and "${answered}" answered: an alias, or another model.`)
  if (!usage || usage.estimated) say('usage-missing', 'The server did not count tokens: `usage` is a guess.')
  return found
}
