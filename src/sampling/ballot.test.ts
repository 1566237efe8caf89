import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ballot, type StopRule } from './ballot.ts'

const counting: StopRule = { count: true, confidence: undefined, quorum: 0 }
const same = (one: number, other: number): boolean => one === other

/** All votes, as they are counted in a town hall. */
function townHall(votes: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return votes.find((vote) => counts.get(vote) === most)
}

describe('a ballot', () => {
  it('that stops by counting has the winner of all the votes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 15 }), (votes) => {
        const ballot = new Ballot<number>(same, counting)
        let cast = 0
        while (!ballot.isDecided(votes.length - cast)) {
          const wave = ballot.needed(votes.length - cast)
          expect(wave).toBeGreaterThan(0)
          expect(cast + wave).toBeLessThanOrEqual(votes.length)
          for (const vote of votes.slice(cast, cast + wave)) ballot.add(vote, cast++)
        }
        expect(ballot.winner).toBe(townHall(votes))
      }),
    )
  })

  it('needs no more than half of the votes and one when all agree', () => {
    for (const all of [1, 2, 3, 4, 5, 8]) {
      const ballot = new Ballot<number>(same, counting)
      expect(ballot.needed(all)).toBe(Math.floor(all / 2) + 1)
    }
  })

  it('that stops when it is likely stops after four of one mind, at 95 %', () => {
    const ballot = new Ballot<number>(same, { ...counting, confidence: 0.95 })
    expect(ballot.needed(40)).toBe(4)
    for (const index of [0, 1, 2]) ballot.add(7, index)
    expect(ballot.isDecided(37)).toBe(false)
    ballot.add(7, 3)
    expect(ballot.isDecided(36)).toBe(true)
  })

  it('short of its quorum has no winner, and stops when it is out of reach', () => {
    const ballot = new Ballot<number>(same, { ...counting, quorum: 4 })
    for (const [index, vote] of [1, 1, 2].entries()) ballot.add(vote, index)
    expect(ballot.isDecided(2)).toBe(false)
    ballot.add(2, 3)
    expect(ballot.isDecided(1)).toBe(false)
    expect(ballot.winner).toBeUndefined()
  })

  it('counts each agreement, also where agreeing is no equivalence', () => {
    const near = (one: number, other: number): boolean => Math.abs(one - other) <= 1
    const ballot = new Ballot<number>(near, counting)
    for (const [index, vote] of [1, 3, 2, 9, 9].entries()) ballot.add(vote, index)
    expect(ballot.winner).toBe(2)
  })
})
