import { vocabularyOf, type Vocabulary } from './pattern.ts'

/** What patterns have in common: how a writer is told, and what the answer is called. Each may use those before it. */
export const vocabulary: Vocabulary = vocabularyOf({
  must: 'must | should | has to | have to | needs to | need to | ought to | shall | will',
  mustNot:
    "must not | mustn't | should not | shouldn't | may not | cannot | can not | can't | shall not | does not | doesn't | do not | don't | never",
  dont: "[please] (do not | don't | never)",
  // nothing that is as often a part of an answer: no title, no paragraph, no headline
  kind: 'answer | response | reply | output | text | email | e mail | mail | message | letter | poem | story | essay | summary | article | post | tweet | haiku | description | explanation | report | speech | tagline | slogan | document | review | song | joke',
  whole: 'entire | whole | full | complete | final',
  answer: '(the | your | this | that | its | all of your | all of the) [@whole] @kind | @whole @kind | it',
  make: 'use | write | give | provide | produce | include | have | contain | generate | create | make | add | compose | offer | insert | incorporate | employ',
  have: 'be | have | contain | include | consist of | comprise | use | span | be made up of | feature | show',
  has: '[@answer] (is | has | contains | includes | consists of | comprises | uses | spans | features)',
  with: 'in | with | using | within | of',
  say: 'answer | respond | reply | write | say it | put it',
  in: '(in | within | throughout | anywhere in | somewhere in | to) @answer',
  // what may stand before an amount
  lead: '[please] [@in [,]] [please] (@make [me | us] | @say [me | us | it | this] @with | @answer @must [only] @have [written in] | @has | there (must | should) be | there (are | is) | in | with | using | (ensure | make sure) [that] @answer @has | [the] [total | overall] length [of @answer] (@must be | is) | ())',
  // the same for limits: a bare number after these would be one, too
  keep: '[please] (keep | limit | restrict | hold | cap) (@answer | yourself | things) [to | at | within]',
  // what may stand after it
  long: 'long | in length | in total | altogether | overall | in all | only',
  tail: '[@long] [@in] [@long]',
  such: '[,] (such as | like | for example | for instance | e . g . | i . e . | as in) [, | :]',
})
