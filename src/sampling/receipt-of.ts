import type { AskedOutcome, Receipt } from '../core/backend.ts'
import type { DraftLog } from './draft-log.ts'

/** The receipt of a draft: what the backend says, and what never got to it. */
export function receiptOf(
  { receipt, warnings }: Pick<DraftLog, 'receipt' | 'warnings'>,
  inWords: boolean,
  parsed: boolean,
): Receipt {
  const asked: { [name: string]: AskedOutcome } = { ...receipt.asked }
  for (const { code, option } of warnings)
    if (code === 'unsupported-option' && option && !(option in asked) && !beside.has(option))
      asked[option] = 'left-out'
  if (inWords) asked['schema'] = parsed ? 'kept' : 'unverified'
  if (Object.keys(asked).length === 0) return receipt
  return { ...receipt, ...(inWords && { schema: 'requested' }), asked }
}

/** A schema is sent all the same; candidates are no option of the caller's. */
const beside: ReadonlySet<string> = new Set(['format', 'candidates'])
