import { lowerCase, upperCase } from '../text/casing.ts'
import { rule, type Meaning, type Rule } from './rule.ts'

const words = {
  lower: '(lower case | lowercase | small) [letters]',
  upper: '(upper case | uppercase | capital | block capital) [letters] | caps | capitals',
}

/** Which case letters have. */
export const caseRules: readonly Rule[] = [
  rule({
    kind: 'lower-case',
    standing: 'instead',
    words,
    slots: {},
    says: [[[...cased('@lower', '@upper'), ...withoutAny('@upper')], () => inLowerCase]],
  }),
  rule({
    kind: 'upper-case',
    standing: 'instead',
    words,
    slots: {},
    says: [[[...cased('@upper', '@lower'), ...withoutAny('@lower')], () => inUpperCase]],
  }),
]

const inLowerCase: Meaning = { reading: 'no letter in upper case', check: lowerCase() }
const inUpperCase: Meaning = { reading: 'no letter in lower case', check: upperCase() }

/** @param other the case that may be forbidden in a sentence of its own */
function cased(name: string, other: string): readonly string[] {
  const how = `(in [all | only] | [only] with [only] | using [only]) ${name} [only]`
  return [
    `[please] (use | write) (only | just | all) ${name} [only] [@in]`,
    `[please] (use | write) ${name} only`,
    `[please] (answer | respond | reply | write | put | ()) [@answer | everything] ${how}`,
    `@answer @must be [written] [all | entirely | completely] (${how} | ${name}) [. no ${other} are allowed]`,
    `@answer @must (use | contain | have) only ${name}`,
    `[@answer] (is | uses) [written] (all | only | entirely [in] | in [all]) ${name}`,
    `(all | only) ${name}`,
  ]
}

function withoutAny(name: string): readonly string[] {
  return [
    `@dont (use | write | include | write in) [any] ${name} [@in]`,
    `@answer @mustNot (use | contain | have | include) [any] ${name}`,
    `[please] (avoid | refrain from) [using | the use of] [any] ${name}`,
    `no ${name} [are allowed | allowed | at all | please]`,
    `@say without [using] [any] ${name}`,
  ]
}
