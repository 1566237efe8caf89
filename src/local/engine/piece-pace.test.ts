import { describe, expect, it } from 'vitest'
import { nextPiece, PiecePace } from './piece-pace.ts'
import { prefill } from './prefill.ts'

describe('the size of pieces', () => {
  it.each([
    { perSecond: 250, size: 25 },
    { perSecond: 2000, size: 200 },
    { perSecond: 5, size: 8 },
    { perSecond: 1_000_000, size: 512 },
  ])('settles at 100 ms for $perSecond tokens a second', ({ perSecond, size }) => {
    const pace = new PiecePace()
    for (let piece = 0; piece < 6; piece++) pace.learn(pace.size, (pace.size * 1000) / perSecond)
    expect(pace.size).toBe(size)
  })

  it('does not believe a short rest', () => {
    const pace = new PiecePace()
    pace.learn(3, 1000)
    expect(pace.size).toBe(64)
  })

  it('never leaves a single token over', () => {
    for (let left = 2; left < 200; left++) {
      let at = left
      for (let guard = 0; at > 0 && guard < 100; guard++) {
        const piece = nextPiece(8, at)
        expect(piece).toBeGreaterThan(1)
        at -= piece
      }
      expect(at).toBe(0)
    }
  })
})

describe('reading a prompt', () => {
  const tokens = Array.from({ length: 300 }, (_, index) => index)

  it('evaluates every token once, in order, from where it begins', async () => {
    const seen: number[] = []
    await prefill(tokens, 10, {
      evaluate: async (piece) => void seen.push(...piece),
      pace: new PiecePace(),
      signal: new AbortController().signal,
      now: () => 0,
      onPiece: () => {},
    })
    expect(seen).toEqual(tokens.slice(10))
  })

  it('stops after the piece in which it was aborted', async () => {
    const caller = new AbortController()
    let done = 0
    let evaluations = 0
    let time = 0
    const reading = prefill(tokens, 0, {
      evaluate: async () => {
        evaluations += 1
        if (evaluations === 2) caller.abort(new Error('enough'))
      },
      pace: new PiecePace(),
      signal: caller.signal,
      now: () => (time += 50),
      onPiece: (at) => (done = at),
    })
    await expect(reading).rejects.toThrow('enough')
    expect(evaluations).toBe(2)
    expect(done).toBeLessThan(tokens.length)
  })
})
