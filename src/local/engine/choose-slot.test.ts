import { describe, expect, it } from 'vitest'
import { chooseSlot, keptTokens, type SlotState } from './choose-slot.ts'

const count = (length: number, from = 0): number[] => Array.from({ length }, (_, index) => from + index)
const slot = (history: readonly number[], more: Partial<SlotState> = {}): SlotState => ({
  history,
  clean: history.length,
  affinity: undefined,
  usedAt: 0,
  ...more,
})
const request = (
  tokens: readonly number[],
  affinity?: string,
  exact = false,
): Parameters<typeof chooseSlot>[1] => ({ tokens, affinity, exact })

describe('what is kept', () => {
  it('is the common beginning, without the last token', () => {
    expect(keptTokens(slot(count(10)), request([...count(6), 99, 98, 97]))).toBe(6)
    expect(keptTokens(slot(count(10)), request(count(10)))).toBe(9)
    expect(keptTokens(slot(count(10)), request(count(5, 50)))).toBe(0)
  })

  it('never leaves one token alone before the last', () => {
    expect(keptTokens(slot(count(8)), request(count(10)))).toBe(7)
  })

  it('is only what was read as a prompt, where the answer must be the same as from nothing', () => {
    expect(keptTokens(slot(count(10), { clean: 4 }), request(count(20), undefined, true))).toBe(4)
  })
})

describe('the choice of a sequence', () => {
  it('prefers the one that knows most of the prompt', () => {
    const [one, other] = [slot(count(3)), slot(count(8))]
    expect(chooseSlot([one, other], request(count(20)))).toBe(other)
  })

  it('does not destroy a long conversation for a short common beginning', () => {
    const [chat, judge] = [slot(count(2000)), slot([])]
    expect(chooseSlot([chat, judge], request([...count(20), ...count(300, 5000)]))).toBe(judge)
  })

  it('gives a conversation its own sequence back', () => {
    const mine = slot(count(400), { affinity: 'a' })
    expect(chooseSlot([slot(count(20)), mine], request([...count(20), ...count(10, 900)], 'a'))).toBe(mine)
  })

  it('takes the one that was not used for longest, of equals', () => {
    const [late, early] = [slot([], { usedAt: 5 }), slot([], { usedAt: 2 })]
    expect(chooseSlot([late, early], request(count(4)))).toBe(early)
  })
})
