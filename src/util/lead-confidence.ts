/**
 * How likely it is that the first of two answers is the one that more than half of all further votes would go to: the share of a Beta
 * distribution with the votes so far above one half. From Aggarwal et al., "Let's Sample Step by Step: Adaptive-Consistency for
 * Efficient Reasoning and Coding with LLMs", 2023, arXiv 2305.11860.
 *
 * With whole numbers the integral is a sum of binomials: no numerical integration is needed.
 */
export function leadConfidence(first: number, second: number): number {
  const tosses = first + second + 1
  // the term C(tosses, heads) / 2^tosses, in logarithms: it underflows otherwise
  let term = -tosses * Math.LN2
  let sum = 0
  for (let heads = 0; heads <= first; heads++) {
    sum += Math.exp(term)
    term += Math.log(tosses - heads) - Math.log(heads + 1)
  }
  return Math.min(1, sum)
}
