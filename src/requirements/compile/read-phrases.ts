import { Sentence, type Found, type Reader } from './sentence.ts'
import { readTokens, type Token } from './tokens.ts'

/** One phrase between quotation marks, as it was written. */
export const readQuote: Reader<string> = ({ tokens }, at) => {
  const token = tokens[at]
  const phrase = token?.kind === 'quote' ? token.raw.trim() : ''
  return phrase === '' ? [] : [{ value: phrase, next: at + 1 }]
}

/** One word without quotation marks: only where the sentence says that a word comes. */
const readBareWord: Reader<string> = ({ tokens }, at) => {
  const token = tokens[at]
  return token?.kind === 'word' ? [{ value: token.raw, next: at + 1 }] : []
}

/** A word, with quotation marks or without. */
export const readWord: Reader<string> = (sentence, at) => {
  const quoted = readQuote(sentence, at)
  return quoted.length > 0 ? quoted : readBareWord(sentence, at)
}

/** A letter, with quotation marks or without. */
export const readLetter: Reader<string> = (sentence, at) =>
  readWord(sentence, at).filter(({ value }) => /^\p{L}$/u.test(value))

type Joints = readonly string[]

/** Phrases between quotation marks, in brackets or not; all of them are meant: "'sun' and 'sea'". */
export function quotesJoinedBy(...joints: Joints): Reader<readonly string[]> {
  return listOf([readQuote], joints)
}

/** Words, with quotation marks or all without: only where the sentence says that words come. */
export function wordsJoinedBy(...joints: Joints): Reader<readonly string[]> {
  return listOf([readQuote, readBareWord], joints)
}

function listOf(readers: readonly Reader<string>[], joints: Joints): Reader<readonly string[]> {
  return (sentence, at) =>
    readers.flatMap((read) => [
      ...inBrackets(read, joints, sentence, at),
      ...sequences(read, joints, sentence, at),
    ])
}

function inBrackets(
  read: Reader<string>,
  joints: Joints,
  { tokens }: Sentence,
  at: number,
): readonly Found<readonly string[]>[] {
  const token = tokens[at]
  if (token?.kind !== 'square') return []
  const inside = new Sentence(readTokens(token.raw))
  return sequences(read, joints, inside, 0)
    .filter(({ next }) => next === inside.tokens.length)
    .map(({ value }) => ({ value, next: at + 1 }))
}

function sequences(
  read: Reader<string>,
  joints: Joints,
  sentence: Sentence,
  at: number,
): readonly Found<readonly string[]>[] {
  const all: Found<readonly string[]>[] = []
  const values: string[] = []
  for (let next: number | undefined = at; next !== undefined;) {
    const [found]: readonly Found<string>[] = read(sentence, next)
    if (!found) break
    values.push(found.value)
    all.push({ value: [...values], next: found.next })
    next = afterJoint(joints, sentence.tokens, found.next)
  }
  return all
}

/** After a comma, a word that joins, or both. */
function afterJoint(joints: Joints, tokens: readonly Token[], at: number): number | undefined {
  const after = tokens[at]?.text === ',' ? at + 1 : at
  const joined = joints.includes(tokens[after]?.text ?? '') ? after + 1 : after
  return joined === at ? undefined : joined
}

/** An example of how something has to look: `[name]`, `*so*`. */
export function readSample(kind: Token['kind']): Reader<readonly string[]> {
  const read: Reader<string> = ({ tokens }, at) =>
    tokens[at]?.kind === kind ? [{ value: tokens[at].raw, next: at + 1 }] : []
  return (sentence, at) => sequences(read, ['and', 'or'], sentence, at)
}
