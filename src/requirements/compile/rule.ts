import type { CompiledReading, Requirement } from '../../core/requirement.ts'
import { pattern, vocabularyOf, type Slots, type SlotValues } from './pattern.ts'
import type { Reader, Sentence } from './sentence.ts'
import { vocabulary } from './vocabulary.ts'

/** What a sentence means. */
export interface Meaning {
  /** In words that show how it was read: "at most 60 words". */
  readonly reading: string
  readonly check: Pick<Requirement<unknown>, 'validate' | 'watch'>
}

/** A meaning that a function over the text decides: nothing when the text does it, else what is wrong: "It has no title." */
export function meaning(reading: string, wrong: (text: string) => string | undefined): Meaning {
  return { reading, check: { validate: (_value, { text }) => wrong(text) ?? true } }
}

/** Of the judge: whether the code decides alone, or both have to agree. */
export type Standing = CompiledReading['standing']

/** One kind of sentence that is really a rule. */
export interface Rule {
  readonly kind: string
  readonly standing: Standing
  readonly forms: readonly Form[]
}

/** One way to say a rule. */
export interface Form {
  /** A sentence without any of these words is not said in this way. */
  readonly needs: ReadonlySet<string> | undefined
  /** What the sentence means when all of it is said in this way. */
  read(sentence: Sentence): readonly Meaning[]
}

interface RuleSpec<S extends Slots> {
  readonly kind: string
  readonly standing: Standing
  readonly slots: S
  /** Patterns and what each means, by what was filled in. */
  readonly says: readonly (readonly [
    patterns: readonly string[],
    means: (filled: SlotValues<S>) => Meaning | undefined,
  ])[]
  /** Patterns of its own: `@name`. */
  readonly words?: Readonly<Record<string, string>>
}

/** A row of the table of rules. */
export function rule<S extends Slots>({ kind, standing, slots, says, words = {} }: RuleSpec<S>): Rule {
  const known = vocabularyOf(words, vocabulary, slots)
  const forms = says.flatMap(([patterns, means]) =>
    patterns.map((text) => formOf(pattern(text, slots, known), means)),
  )
  return { kind, standing, forms }
}

function formOf<V>(reader: Reader<V>, means: (filled: V) => Meaning | undefined): Form {
  return {
    needs: reader.needs,
    read: (sentence) =>
      sentence.read(reader, 0).flatMap(({ value, next }) => {
        const meant = next === sentence.tokens.length ? means(value) : undefined
        return meant ? [meant] : []
      }),
  }
}
