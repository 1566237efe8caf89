import { byteAlphabet } from './byte-alphabet.ts'
import { trainBytePairs } from './train-byte-pairs.ts'

/** A vocabulary for models that only have to work, not to know anything. */
export interface TinyVocabulary {
  /** As the tokenizer spells them; the index is the token. */
  readonly tokens: readonly string[]
  readonly merges: readonly string[]
  /** `special['<|im_end|>']` is its token. */
  readonly special: Readonly<Record<TinySpecialToken, number>>
  /** How many of `tokens` are plain text; what follows has a meaning of its own. */
  readonly plainTokens: number
}

type TinySpecialToken = (typeof SPECIAL)[number]

const SPECIAL = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|pad|>',
  '<tool_call>',
  '</tool_call>',
  '<|start_of_role|>',
  '<|end_of_role|>',
  '<requirement_check>',
] as const

const CORPUS = `The quick brown fox jumps over the lazy dog. You are a helpful assistant. Write an email to invite all interns to the office party.
Answer with yes or no. The requirement is that the answer should be formal, short and use only lower-case letters.
{"name": "Alice", "age": 30, "items": [1, 2, 3], "answer": "yes", "score": 0.5, "ok": true, "none": null, "nested": {"text": "hello world"}}
{"name": "Bob", "age": 41, "items": [4, 5, 6], "answer": "no", "score": 1.5, "ok": false, "none": null, "nested": {"text": "good bye"}}
function add(a, b) { return a + b; } const result = await model.generate(prompt, { temperature: 0.7, seed: 42 });
In the beginning there was a model, and the model was small, and the tests were fast. Then the model grew and the tests were slow.
Please validate the output. Repair the answer if the requirement is not met. The context contains documents, messages and tools.
this that with from have been were will would could should which there their about other into more some time them than then these`

/** The chat format of the tiny models: each message between `<|im_start|>role` and `<|im_end|>`. */
export const TINY_CHAT_TEMPLATE: string =
  "{%- for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n' }}{%- endfor %}" +
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{%- endif %}"

/** A byte-level vocabulary that can spell any text: 256 bytes, the merges, and the special tokens of chat models. */
export function tinyVocabulary({ merges = 240 }: { readonly merges?: number } = {}): TinyVocabulary {
  const alphabet = byteAlphabet()
  // twice, so that every pair counts as one to learn
  const learned = trainBytePairs(CORPUS.repeat(2), alphabet, merges)
  const plain = [...alphabet, ...learned.map((merge) => merge.replace(' ', ''))]
  const special = Object.fromEntries(SPECIAL.map((token, index) => [token, plain.length + index]))
  return {
    tokens: [...plain, ...SPECIAL],
    merges: learned,
    special: special as Record<TinySpecialToken, number>,
    plainTokens: plain.length,
  }
}
