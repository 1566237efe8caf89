import type { TokenLogprob } from '../core/backend.ts'

/** With less than this on yes and no together a reply is something else. */
const leastMass = 0.1

/**
 * How likely a reply begins with "yes" rather than with "no", from 0 to 1; nothing when it begins with neither.
 *
 * It is the share of yes in both, summed over all spellings among the likeliest first tokens. Where only the token that was said is
 * known, what it leaves is taken for the other word.
 */
export function yesProbability(tokens: readonly TokenLogprob[]): number | undefined {
  const first = tokens.find(({ token }) => wordOf(token) !== '')
  if (!first) return undefined
  const top = first.top ?? []
  if (top.length > 0) return shareOfYes(top)
  const answer = answerOf(first)
  if (!answer) return undefined
  return answer === 'yes' ? Math.exp(first.logprob) : 1 - Math.exp(first.logprob)
}

function shareOfYes(top: readonly TokenLogprob[]): number | undefined {
  const mass = { yes: 0, no: 0 }
  for (const each of top) {
    const answer = answerOf(each)
    if (answer) mass[answer] += Math.exp(each.logprob)
  }
  const both = mass.yes + mass.no
  return both < leastMass ? undefined : mass.yes / both
}

function answerOf({ token }: TokenLogprob): 'yes' | 'no' | undefined {
  const word = wordOf(token)
  if (word === 'yes' || word === 'y') return 'yes'
  return word === 'no' || word === 'n' ? 'no' : undefined
}

function wordOf(token: string): string {
  return token.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
